using System.Text;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>
/// The znode below which transactions are recorded. Its data is an identity, which is generated when the znode is created, and is part of the id of each
/// transaction. A transaction without a record counts as aborted. The identity prevents this conclusion if the record is missing because the path is another
/// one, or because the ensemble lost its data.
/// </summary>
internal sealed class TransactionRoot(ZooKeeperClient client, string path, TransactionOptions options)
{
    private const string Header = "transactions 1\n";

    public string Path => path;

    public string PathOf(TransactionId id) => ZnodePath.Combine(path, id.ToString());

    /// <summary>Reads the identity, and the number of transactions. Null if there is no root.</summary>
    public Task<(Guid Identity, int Count)?> FindAsync(CancellationToken cancellationToken) => ReadAsync(isSynced: true, cancellationToken);

    /// <summary>Reads the identity, and the number of transactions. Creates the root if there is none.</summary>
    public async Task<(Guid Identity, int Count)> GetAsync(CancellationToken cancellationToken)
    {
        // The identity never changes, so a server that lags knows it, too.
        for (var isSynced = false; ; isSynced = true)
        {
            if (await ReadAsync(isSynced, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return found;
            }

            try
            {
                // The znode is persistent, not a container: a new one would have another identity. Of several writers, one succeeds, so an unknown outcome is
                // harmless.
                await Answers.WriteAsync(
                    () => client.CreateWithParentsAsync(path, Encoding.ASCII.GetBytes($"{Header}{Guid.NewGuid():N}"), acl: options.Acl, cancellationToken: cancellationToken),
                    options.TimeProvider,
                    cancellationToken).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // Another process was faster.
            }
        }
    }

    private Task<(Guid Identity, int Count)?> ReadAsync(bool isSynced, CancellationToken cancellationToken) => Answers.GetAsync<(Guid, int)?>(
        async () =>
        {
            try
            {
                if (isSynced)
                {
                    await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                }

                var znode = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
                return (Decode(znode), znode.Stat.NumChildren);
            }
            catch (NoNodeException)
            {
                return null;
            }
        },
        options.TimeProvider,
        cancellationToken);

    private Guid Decode(ZnodeData znode)
    {
        var text = Encoding.UTF8.GetString(znode.Data ?? []);
        return text.StartsWith(Header, StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(Header.Length), "N", out var identity) ? identity : throw new InvalidOperationException(
            $"The znode '{path}' has data of another program ({znode.Stat.DataLength} bytes), so no transactions can be recorded below it. Use another path.");
    }
}
