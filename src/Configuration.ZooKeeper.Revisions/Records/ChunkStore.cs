using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>Stores what does not fit in one znode, in chunks below <c>i/&lt;uid&gt;</c>.</summary>
internal sealed class ChunkStore(ZooKeeperClient client, HistoryPaths paths, IReadOnlyList<Acl>? acl = null)
{
    private const int MaxChunkLength = 256 * 1024;

    /// <summary>Writes the chunks and returns their number. They have no effect until the head refers to them.</summary>
    public async Task<int> WriteAsync(Guid uid, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await client.CreateAsync(paths.ChunksOf(uid), acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        var count = 0;
        for (var start = 0; start < data.Length; start += MaxChunkLength)
        {
            var chunk = data.Slice(start, Math.Min(MaxChunkLength, data.Length - start)).ToArray();
            await client.CreateAsync(paths.Chunk(uid, ++count), chunk, acl: acl, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    public async Task<ReadOnlyMemory<byte>> ReadAsync(Guid uid, int count, CancellationToken cancellationToken)
    {
        var all = new MemoryStream();
        for (var index = 1; index <= count; index++)
        {
            var chunk = await client.GetDataAsync(paths.Chunk(uid, index), cancellationToken: cancellationToken).ConfigureAwait(false);
            all.Write(chunk.Data ?? []);
        }

        return all.ToArray();
    }

    /// <summary>Deletes the chunks, if there are any.</summary>
    public async Task DeleteAsync(Guid uid, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteSubtreeAsync(paths.ChunksOf(uid), cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            // Another client has deleted them.
        }
    }
}
