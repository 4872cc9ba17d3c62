using System.Buffers.Binary;
using System.Text;
using Benchmarks.Reporting;

namespace Benchmarks.Floor;

/// <summary>
/// Reads a whole tree with the minimum of work: one recursive watch, then level by level multiReads of a fixed number of paths, all of a level in
/// flight at once. The lists of children are read with the data where that costs little, and as soon as a reply names parents otherwise. Paths stay
/// bytes. It builds no tree and no keys; it counts. One connection, because the order of one connection is what makes a snapshot consistent.
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

    // In a small level most znodes have children; a large one is usually the last.
    private const int SmallLevel = 128;

    private readonly RequestFrame _frame = new();
    private readonly Queue<(RawPaths Paths, int Start, int Count, bool HasData, bool HasChildren)> _inFlight = new();
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
        connection.Send(_frame.Begin(++_xid, AddWatch).Text(root).Int(Recursive).Seal());
        connection.Receive();
        var level = new RawPaths();
        level.Add([], Encoding.UTF8.GetBytes(root));
        while (level.Count > 0)
        {
            Request(level, hasData: true, hasChildren: level.Count <= SmallLevel);
            level = Read();
        }
    }

    private void Request(RawPaths paths, bool hasData, bool hasChildren)
    {
        for (var start = 0; start < paths.Count; start += chunk)
        {
            var count = Math.Min(chunk, paths.Count - start);
            _frame.Begin(++_xid, MultiRead);
            for (var i = start; i < start + count; i++)
            {
                if (hasData)
                {
                    _frame.Int(GetData).Flag(false).Int(-1).Data(paths[i]).Flag(false);
                }

                if (hasChildren)
                {
                    _frame.Int(GetChildren).Flag(false).Int(-1).Data(paths[i]).Flag(false);
                }
            }

            connection.Send(_frame.Int(-1).Flag(true).Int(-1).Seal());
            _inFlight.Enqueue((paths, start, count, hasData, hasChildren));
        }
    }

    // Reads all replies in flight. Returns the next level.
    private RawPaths Read()
    {
        var children = new RawPaths();
        while (_inFlight.TryDequeue(out var request))
        {
            var reply = connection.Receive()[16..];
            var parents = new RawPaths();
            for (var i = request.Start; i < request.Start + request.Count; i++)
            {
                var path = request.Paths[i];
                if (request.HasData && ReadData(ref reply, path) && !request.HasChildren)
                {
                    parents.Add([], path);
                }

                if (request.HasChildren)
                {
                    ReadChildren(ref reply, path, children);
                }
            }

            Request(parents, hasData: false, hasChildren: true);
        }

        return children;
    }

    // Returns whether the znode has children.
    private bool ReadData(ref ReadOnlySpan<byte> reply, ReadOnlySpan<byte> path)
    {
        reply = reply[9..]; // type, done, error
        var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(reply));
        if (length > 0)
        {
            _visit?.Invoke(Encoding.UTF8.GetString(path), reply.Slice(sizeof(int), length));
        }

        reply = reply[(sizeof(int) + length)..];
        var hasChildren = BinaryPrimitives.ReadInt32BigEndian(reply[NumChildrenOffset..]) > 0;
        reply = reply[StatLength..];
        Values++;
        return hasChildren;
    }

    private static void ReadChildren(ref ReadOnlySpan<byte> reply, ReadOnlySpan<byte> parent, RawPaths children)
    {
        reply = reply[9..];
        var count = BinaryPrimitives.ReadInt32BigEndian(reply);
        reply = reply[sizeof(int)..];
        for (; count > 0; count--)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(reply);
            children.Add(parent, reply.Slice(sizeof(int), length));
            reply = reply[(sizeof(int) + length)..];
        }
    }
}
