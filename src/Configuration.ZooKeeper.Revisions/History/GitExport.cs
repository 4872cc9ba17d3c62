using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>Writes the history as commits, one for each revision that is kept. A new branch begins with the state before the first of them.</summary>
internal sealed class GitExport(ZooKeeperClient client, HistoryPaths paths, string root)
{
    /// <param name="stream">The stream of commits.</param>
    /// <param name="head">The head.</param>
    /// <param name="after">The revision that the branch contains already, or null if it is new.</param>
    /// <param name="cancellationToken">Cancels the export.</param>
    /// <returns>The number of revisions.</returns>
    public async Task<int> WriteAsync(GitStream stream, Head head, int? after, CancellationToken cancellationToken)
    {
        var reader = new HistoryReader(client, paths);
        var first = after ?? head.Oldest - 1;
        var state = await new RecordedStates(client, paths).AtAsync(first, head, cancellationToken).ConfigureAwait(false);
        await stream.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (after is not null)
        {
            stream.ContinueFrom(TreeOf(state));
        }

        for (var number = first + 1; number <= head.Revision; number++)
        {
            var revision = await reader.ReadAsync(number, isWhole: true, cancellationToken).ConfigureAwait(false)
                ?? throw new RevisionException($"Cannot export the history of '{root}': revision {number} was compacted meanwhile. Export again.");
            if (number == first + 1 && after is null)
            {
                var time = revision.Time;
                await stream.CommitAsync(TreeOf(state), MessageOf(first, "State before the first revision that is kept"), new Author(null, null), time, isOnTop: false, cancellationToken)
                    .ConfigureAwait(false);
            }

            foreach (var change in revision.Kind == RevisionKind.DriftRevert ? [] : revision.Changes)
            {
                if (change.Kind == ChangeKind.Delete)
                {
                    state.Remove(change.Path);
                }
                else
                {
                    state[change.Path] = ZnodeBytes.ToMemory(change.NewData);
                }
            }

            await stream.CommitAsync(TreeOf(state), MessageOf(revision), revision.ClaimedAuthor, revision.Time, after is not null, cancellationToken).ConfigureAwait(false);
        }

        await stream.EndAsync(cancellationToken).ConfigureAwait(false);
        return head.Revision - first;
    }

    private TreeState TreeOf(Dictionary<string, ReadOnlyMemory<byte>?> state) =>
        new(root, zxid: 0, state.ToDictionary(znode => znode.Key, znode => new ZnodeState(znode.Value)), [], []);

    private string MessageOf(int revision, string text) => $"{text}\n\nRoot: {root}\nRevision: {revision}\n";

    // Trailers, as git interpret-trailers reads them.
    private string MessageOf(Revision revision) =>
        $"{MessageOf(revision.Number, revision.Message)}Kind: {revision.Kind}{(revision.Of is { } of ? $" {of}" : "")}\nZxid: 0x{revision.Zxid:x}\nUid: {revision.Uid}\n"
        + string.Concat((revision.ProvenIdentities ?? []).Select(identity => $"Identity: {identity}\n"));
}
