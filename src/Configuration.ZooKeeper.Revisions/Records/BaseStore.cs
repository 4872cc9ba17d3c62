using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>Stores the full state from which the records continue.</summary>
internal sealed class BaseStore(ChunkStore chunks)
{
    public async Task<BaseReference> WriteAsync(int revision, TreeState tree, CancellationToken cancellationToken)
    {
        var uid = Guid.NewGuid();
        if (tree.Znodes.Count == 0)
        {
            return new BaseReference(revision, uid, Chunks: 0);
        }

        var image = new StateImage([.. tree.Znodes.Select(znode => new ImageZnode { Path = znode.Key, Data = ZnodeBytes.ToArray(znode.Value.Data) })]);
        var count = await chunks.WriteAsync(uid, RecordCodec.Compress(image, RecordJson.Context.StateImage), cancellationToken).ConfigureAwait(false);
        return new BaseReference(revision, uid, count);
    }

    public async Task<Dictionary<string, ReadOnlyMemory<byte>?>> ReadAsync(BaseReference reference, CancellationToken cancellationToken)
    {
        var state = new Dictionary<string, ReadOnlyMemory<byte>?>(StringComparer.Ordinal);
        if (reference.Chunks == 0)
        {
            return state;
        }

        var data = await chunks.ReadAsync(reference.Uid, reference.Chunks, cancellationToken).ConfigureAwait(false);
        foreach (var znode in RecordCodec.Read("base", () => RecordCodec.Decompress(data, RecordJson.Context.StateImage)).Znodes)
        {
            state[znode.Path] = ZnodeBytes.ToMemory(znode.Data);
        }

        return state;
    }
}
