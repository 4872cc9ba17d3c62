using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Semaphores;

/// <summary>
/// The limit and the layout, which the first process stores at the path of the semaphore. Processes that disagree would admit too many holders. The stored
/// values disappear when the server deletes the path, after the last permit is returned.
/// </summary>
internal sealed class SemaphoreLimit(string path, int permits, SemaphoreLayout layout)
{
    private readonly string _own = string.Create(CultureInfo.InvariantCulture, $"{permits} {layout}");

    /// <summary>Compares the stored limit with the one of this process. Stores it if there is none.</summary>
    /// <returns>The version of the stored limit, as a condition for the transaction that relies on it.</returns>
    public async Task<int> VerifyAsync(ZooKeeperOperations operations, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (data, stat) = await operations.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (data is { Length: > 0 })
            {
                return Encoding.UTF8.GetString(data) is var stored && stored == _own ? stat.Version : throw Mismatch(Parse(data), stored.Length);
            }

            try
            {
                return (await operations.SetDataAsync(path, Encoding.UTF8.GetBytes(_own), stat.Version, cancellationToken).ConfigureAwait(false)).Version;
            }
            catch (BadVersionException)
            {
                // Another process was faster.
            }
        }
    }

    /// <summary>Reads a stored limit. Null if there is none.</summary>
    public static (int Permits, string Layout)? Parse(byte[]? data) =>
        Encoding.UTF8.GetString(data ?? []).Split(' ') is [var number, var layout] && int.TryParse(number, CultureInfo.InvariantCulture, out var permits)
            ? (permits, layout)
            : null;

    private InvalidOperationException Mismatch((int Permits, string Layout)? stored, int length) => new(stored is { } other
        ? $"The semaphore at '{path}' has {other.Permits} permits in the layout {other.Layout}, but this process uses {permits} in the layout {layout}. "
          + "Use the same values in all processes. To change them, stop all processes and delete the path."
        : $"The znode '{path}' has data of another program ({length} characters), so it is no semaphore. Use another path.");
}
