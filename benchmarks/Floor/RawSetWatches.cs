using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Floor;

/// <summary>
/// Finds what has changed in a tree by setWatches, with all paths and the zxid up to which everything was seen. The server reports what is
/// newer by events before the replies, and that is read. The one-shot watches that the server has set for everything else are removed again, by a
/// request for each path: a recursive watch follows the tree.
/// </summary>
internal sealed class RawSetWatches(RawConnection connection)
{
    private const int RemoveWatches = 18;
    private const int SetWatches = 101;
    private const int AddWatch = 106;
    private const int Recursive = 1;
    private const int AnyWatch = 3;
    private const int EventXid = -1;
    private const int SetWatchesXid = -8;
    private const int HeaderLength = 16;
    private const int PathsAtOnce = 1_000; // far below the 128 KB that clients keep to (ZOOKEEPER-706)

    /// <param name="root">A one-shot watch on its path would end the recursive one on servers before 3.9 (ZOOKEEPER-4466); it is just read.</param>
    /// <param name="paths">All others.</param>
    /// <param name="zxid">What was seen.</param>
    /// <returns>What was written since, and its data.</returns>
    public Dictionary<string, byte[]> Run(string root, IReadOnlyList<string> paths, long zxid)
    {
        connection.Send(new RequestFrame(1, AddWatch).Text(root).Int(Recursive).Seal());
        connection.Receive();
        var batches = paths.Chunk(PathsAtOnce).ToArray();
        foreach (var batch in batches)
        {
            var frame = new RequestFrame(SetWatchesXid, SetWatches).Long(zxid);
            Texts(frame, batch).Int(0); // data, none of exists
            connection.Send(Texts(frame, batch).Seal()); // lists of children
        }

        var changed = new List<string> { root };
        for (var replies = 0; replies < batches.Length;)
        {
            var frame = connection.Receive();
            if (BinaryPrimitives.ReadInt32BigEndian(frame) == EventXid)
            {
                changed.Add(Encoding.UTF8.GetString(frame[(HeaderLength + 12)..])); // after type, state and the path's length
            }
            else
            {
                replies++;
            }
        }

        var data = RawReads.Read(connection, changed);
        Remove(batches);
        return data;
    }

    private static RequestFrame Texts(RequestFrame frame, string[] texts) => texts.Aggregate(frame.Int(texts.Length), (frame, text) => frame.Text(text));

    // A whole batch is in flight at once, and the next one before its replies are read.
    private void Remove(string[][] batches)
    {
        var requests = new RequestBatch();
        var replies = 0;
        foreach (var batch in batches)
        {
            foreach (var path in batch)
            {
                requests.Add(requests.Begin(RemoveWatches).Text(path).Int(AnyWatch));
            }

            requests.SendOn(connection);
            Receive(replies);
            replies = batch.Length;
        }

        Receive(replies);
    }

    private void Receive(int replies)
    {
        for (; replies > 0; replies--)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(connection.Receive()[12..]) != 0)
            {
                throw new InvalidOperationException("A watch could not be removed.");
            }
        }
    }
}
