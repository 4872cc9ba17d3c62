using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.StatusBoards;

/// <summary>Answers that are given once. It is safe to repeat a creation: the stored answer counts.</summary>
internal sealed class Decisions(ZooKeeperClient client, string folder, GroupOptions options)
{
    public async Task<StatusDecision> DecideAsync(string question, string answer, CancellationToken cancellationToken)
    {
        var path = ZnodePath.Parse(ZnodePath.Combine(folder, question)).Value;
        while (true)
        {
            try
            {
                var created = await client.CreateWithParentsAsync(path, Encoding.UTF8.GetBytes(answer), acl: options.Acl, cancellationToken: cancellationToken).ConfigureAwait(false);
                return new StatusDecision(answer, created.Stat.Czxid);
            }
            catch (NodeExistsException)
            {
                if (await FindAsync(question, cancellationToken).ConfigureAwait(false) is { } decision)
                {
                    return decision;
                }
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task<StatusDecision?> FindAsync(string question, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync<StatusDecision?>(
        async () =>
        {
            try
            {
                // A server may lag behind the one that has stored the answer.
                await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                var znode = await client.GetDataAsync(ZnodePath.Combine(folder, question), cancellationToken: cancellationToken).ConfigureAwait(false);
                return new StatusDecision(Encoding.UTF8.GetString(znode.Data ?? []), znode.Stat.Czxid);
            }
            catch (NoNodeException)
            {
                return null;
            }
        },
        options.TimeProvider,
        cancellationToken);
}
