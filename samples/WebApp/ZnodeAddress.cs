using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>The znode that the address of a request names: always one below the shop's path.</summary>
internal static partial class ZnodeAddress
{
    /// <summary>Finds the znode, or says why there is none.</summary>
    /// <param name="root">The shop's path.</param>
    /// <param name="address">What follows <c>/api/znodes/</c>, decoded once.</param>
    /// <param name="znode">The znode.</param>
    /// <param name="error">What is wrong with the address.</param>
    public static bool TryFind(string root, string? address, [NotNullWhen(true)] out string? znode, [NotNullWhen(false)] out string? error)
    {
        znode = null;
        error = null;
        if (string.IsNullOrEmpty(address))
        {
            error = $"Name a znode below {root}, such as /api/znodes/Shop/Title; {root} itself is neither written nor deleted here.";
        }
        else if (Escape().IsMatch(address))
        {
            // An escaped slash, bytes that are not UTF-8, something escaped twice: whatever name that makes, it is not the one that was meant.
            error = "The address is still escaped after decoding it: a znode's name has no slash (%2F), is UTF-8, and is escaped once.";
        }
        else
        {
            try
            {
                // No component of a valid path is relative, so what follows the root is below it.
                znode = ZnodePath.Parse(root == "/" ? $"/{address}" : $"{root}/{address}").Value;
            }
            catch (ArgumentException e)
            {
                error = e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
            }
        }

        if (znode == "/zookeeper" || znode?.StartsWith("/zookeeper/", StringComparison.Ordinal) == true)
        {
            znode = null;
            error = "What is at and below /zookeeper belongs to the ensemble and is never configuration.";
        }

        return error is null;
    }

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();
}
