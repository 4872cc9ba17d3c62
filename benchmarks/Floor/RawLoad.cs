using System.Buffers.Binary;
using System.Text;
using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>
/// Reads a whole tree with the minimum of work: one recursive watch, then level by level multiReads of a fixed number of paths, all of a level in
/// flight at once. It builds no tree and no keys; it counts.
/// </summary>
internal sealed class RawLoad(RawConnection connection, int chunk)
{
    private const int GetData = 4;
    private const int GetChildren = 8;
    private const int MultiRead = 22;
    private const int AddWatch = 106;
    private const int Recursive = 1;
    private const int StatLength = 68;
    private const int NumChildrenOffset = 56;

    private Action<string, ReadOnlySpan<byte>>? _visit;
    private int _xid;

    public int Values { get; private set; }

    /// <summary>Returns the fingerprint of what this reader sees. Not for measurements, because it takes longer.</summary>
    public static Fingerprint Fingerprint(string connectionString, string root, int chunk)
    {
        var fingerprint = default(Fingerprint);
        var connection = RawConnection.Open(connectionString);
        new RawLoad(connection, chunk) { _visit = (path, value) => fingerprint = fingerprint.With(path[(root.Length + 1)..], value) }.Run(root);
        connection.Close();
        return fingerprint;
    }

    public void Run(string root)
    {
        connection.Send(new RequestFrame(++_xid, AddWatch).Text(root).Int(Recursive).Seal());
        connection.Receive();
        List<string> level = [root];
        while (level.Count > 0)
        {
            var parents = Read(level);
            level = parents.Count == 0 ? [] : List(parents);
        }
    }

    // The paths that have children.
    private List<string> Read(List<string> paths)
    {
        var parents = new List<string>();
        foreach (var part in Request(paths, GetData))
        {
            var reply = connection.Receive()[16..];
            foreach (var path in part)
            {
                reply = reply[9..]; // type, done, error
                var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(reply));
                if (length > 0)
                {
                    _visit?.Invoke(path, reply.Slice(sizeof(int), length));
                }

                reply = reply[(sizeof(int) + length)..];
                if (BinaryPrimitives.ReadInt32BigEndian(reply[NumChildrenOffset..]) > 0)
                {
                    parents.Add(path);
                }

                reply = reply[StatLength..];
                Values++;
            }
        }

        return parents;
    }

    private List<string> List(List<string> paths)
    {
        var children = new List<string>();
        foreach (var part in Request(paths, GetChildren))
        {
            var reply = connection.Receive()[16..];
            foreach (var path in part)
            {
                reply = reply[9..];
                var count = BinaryPrimitives.ReadInt32BigEndian(reply);
                reply = reply[sizeof(int)..];
                for (; count > 0; count--)
                {
                    var length = BinaryPrimitives.ReadInt32BigEndian(reply);
                    children.Add($"{path}/{Encoding.UTF8.GetString(reply.Slice(sizeof(int), length))}");
                    reply = reply[(sizeof(int) + length)..];
                }
            }
        }

        return children;
    }

    private List<string[]> Request(List<string> paths, int opCode)
    {
        List<string[]> parts = [.. paths.Chunk(chunk)];
        foreach (var part in parts)
        {
            var frame = new RequestFrame(++_xid, MultiRead);
            foreach (var path in part)
            {
                frame.Int(opCode).Flag(false).Int(-1).Text(path).Flag(false);
            }

            connection.Send(frame.Int(-1).Flag(true).Int(-1).Seal());
        }

        return parts;
    }
}
