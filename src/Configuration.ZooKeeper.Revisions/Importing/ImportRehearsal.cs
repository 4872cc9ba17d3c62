using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Importing;

/// <summary>
/// Finds changes that do not fit in a request before the import begins: afterwards, they would stop it halfway. Only the client and the server know their limits,
/// so a request of the same size is sent, with a condition that does not hold.
/// </summary>
internal sealed class ImportRehearsal(ZooKeeperClient client, HistoryPaths paths, string root)
{
    private const int VersionOfNoHead = int.MaxValue;

    /// <param name="changes">The changes.</param>
    /// <param name="reserved">The bytes of a transaction beside a change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">A change is too large.</exception>
    public async Task RunAsync(IEnumerable<IntendedChange> changes, int reserved, CancellationToken cancellationToken)
    {
        var largest = changes.Select(change => (Path: RelativePath.Full(root, change.Path), Data: change.LargerData))
            .MaxBy(change => MultiBudget.CostOf(change.Path, change.Data));
        if (largest.Data is { } data && MultiBudget.CostOf(largest.Path, data) > MultiBudget.MaxBytes - reserved)
        {
            await RunAsync(largest.Path, data, reserved, cancellationToken).ConfigureAwait(false); // if it fits, so do the others
        }
    }

    private async Task RunAsync(string path, byte[] data, int reserved, CancellationToken cancellationToken)
    {
        try
        {
            await client.MultiAsync(
                new Multi().Check(paths.Head, VersionOfNoHead).SetData(paths.Head, new byte[reserved]).Create(path, data), cancellationToken).ConfigureAwait(false);
        }
        catch (BadVersionException)
        {
            // It fits.
        }
        catch (ZooKeeperException e) when (e.ErrorCode is ErrorCode.BadArguments)
        {
            throw new RevisionException($"Cannot import '{path}': its {data.Length:N0} bytes do not fit in a request. {e.Message}", e);
        }
    }
}
