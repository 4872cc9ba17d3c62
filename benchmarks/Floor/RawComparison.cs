using System.Buffers.Binary;

namespace Benchmarks.Floor;

/// <summary>
/// Finds what has changed in a tree by one exists for each path, without a watch: the mzxid or pzxid of what has changed is newer than everything that was seen.
/// That is read. A recursive watch follows the tree.
/// </summary>
internal sealed class RawComparison(RawConnection connection)
{
    private const int Exists = 3;
    private const int AddWatch = 106;
    private const int Recursive = 1;
    private const int HeaderLength = 16;
    private const int MzxidOffset = HeaderLength + 8;
    private const int PzxidOffset = HeaderLength + 60;
    private const int PathsAtOnce = 500;

    /// <param name="root">The root of the tree.</param>
    /// <param name="paths">All paths.</param>
    /// <param name="zxid">What was seen.</param>
    /// <returns>What was written since, and its data.</returns>
    public Dictionary<string, byte[]> Run(string root, IReadOnlyList<string> paths, long zxid)
    {
        connection.Send(new RequestFrame(1, AddWatch).Text(root).Int(Recursive).Seal());
        connection.Receive();

        // Two batches are in flight at once.
        var changed = new List<string>();
        var requests = new RequestBatch();
        string[] sent = [];
        foreach (var batch in paths.Chunk(PathsAtOnce))
        {
            foreach (var path in batch)
            {
                requests.Add(requests.Begin(Exists).Text(path).Flag(false));
            }

            requests.SendOn(connection);
            Receive(sent);
            sent = batch;
        }

        Receive(sent);
        return RawReads.Read(connection, changed);

        void Receive(string[] batch)
        {
            foreach (var path in batch)
            {
                var reply = connection.Receive();
                if (BinaryPrimitives.ReadInt64BigEndian(reply[MzxidOffset..]) > zxid || BinaryPrimitives.ReadInt64BigEndian(reply[PzxidOffset..]) > zxid)
                {
                    changed.Add(path);
                }
            }
        }
    }
}
