using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.History;

/// <summary>Computes the state as of a revision from the records, forward or backward from the base.</summary>
internal sealed class RecordedStates(ZooKeeperClient client, HistoryPaths paths)
{
    private readonly HistoryReader _reader = new(client, paths);

    /// <exception cref="RevisionException">A record that is needed is no longer kept.</exception>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>?>> AtAsync(int revision, Head head, CancellationToken cancellationToken)
    {
        if (revision < head.Oldest - 1 && revision != head.Base.Revision)
        {
            throw NotKept(revision, head);
        }

        var state = await new BaseStore(new ChunkStore(client, paths)).ReadAsync(head.Base, cancellationToken).ConfigureAwait(false);
        for (var number = head.Base.Revision + 1; number <= revision; number++)
        {
            foreach (var change in await ChangesAsync(number, revision, head, cancellationToken).ConfigureAwait(false))
            {
                Put(state, change.Path, change.Kind != ChangeKind.Delete, change.NewData);
            }
        }

        for (var number = head.Base.Revision; number > revision; number--)
        {
            foreach (var change in await ChangesAsync(number, revision, head, cancellationToken).ConfigureAwait(false))
            {
                Put(state, change.Path, change.Kind != ChangeKind.Create, change.OldData);
            }
        }

        return state;
    }

    // Undoing drift does not change the recorded state.
    private async Task<IReadOnlyList<RevisionChange>> ChangesAsync(int number, int wanted, Head head, CancellationToken cancellationToken)
    {
        var revision = await _reader.ReadAsync(number, isWhole: true, cancellationToken).ConfigureAwait(false) ?? throw NotKept(wanted, head);
        return revision.Kind == RevisionKind.DriftRevert ? [] : revision.Changes;
    }

    private static void Put(Dictionary<string, ReadOnlyMemory<byte>?> state, string path, bool exists, byte[]? data)
    {
        if (exists)
        {
            state[path] = ZnodeBytes.ToMemory(data);
        }
        else
        {
            state.Remove(path);
        }
    }

    private static RevisionException NotKept(int revision, Head head) => new(
        $"The state as of revision {revision} is not known: the oldest record that is kept is that of revision {head.Oldest}. Use a revision from {head.Oldest - 1} on, or a backup.");
}
