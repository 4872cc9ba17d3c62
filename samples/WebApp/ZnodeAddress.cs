using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>Finds the znode in the address of a request. It is always below the path of the shop.</summary>
internal static partial class ZnodeAddress
{
    /// <summary>Finds the znode, or the error in the address.</summary>
    /// <param name="root">The path of the shop.</param>
    /// <param name="address">The part after <c>/api/znodes/</c>, decoded once.</param>
    /// <param name="znode">The znode.</param>
    /// <param name="error">The error.</param>
    public static bool TryFind(string root, string? address, [NotNullWhen(true)] out string? znode, [NotNullWhen(false)] out string? error)
    {
        znode = null;
        error = null;
        if (string.IsNullOrEmpty(address))
        {
            error = $"Specify a znode below {root}, such as /api/znodes/Shop/Title. {root} itself cannot be written or deleted here.";
        }
        else if (Escape().IsMatch(address))
        {
            // An escaped slash, bytes that are not UTF-8, or a double escape: the name would not be the intended one.
            error = "The address is still escaped after decoding. The name of a znode has no slash (%2F), is UTF-8, and is escaped once.";
        }
        else
        {
            try
            {
                // A valid path has no relative component, so the znode is below the root.
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
            error = "Znodes at and below /zookeeper belong to ZooKeeper and cannot contain configuration.";
        }

        return error is null;
    }

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();
}
