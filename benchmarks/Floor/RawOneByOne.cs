using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Floor;

/// <summary>
/// Reads a whole tree from a server without multiRead and without recursive watches, with the minimum of work: level by level a getData and a getChildren for each
/// znode, which set its watches. Two batches are in flight at once. It builds no tree and no keys; it counts.
/// </summary>
internal sealed class RawOneByOne(RawConnection connection)
{
    private const int GetData = 4;
    private const int GetChildren = 8;
    private const int HeaderLength = 16;
    private const int PathsAtOnce = 250;

    private readonly RequestBatch _requests = new();

    public int Values { get; private set; }

    public void Run(string root)
    {
        for (List<string> level = [root]; level.Count > 0;)
        {
            level = Read(level);
        }
    }

    // The paths of the next level.
    private List<string> Read(List<string> paths)
    {
        var children = new List<string>();
        string[] sent = [];
        foreach (var batch in paths.Chunk(PathsAtOnce))
        {
            foreach (var path in batch)
            {
                _requests.Add(_requests.Begin(GetData).Text(path).Flag(true));
                _requests.Add(_requests.Begin(GetChildren).Text(path).Flag(true));
            }

            _requests.SendOn(connection);
            Receive(sent);
            sent = batch;
        }

        Receive(sent);
        return children;

        void Receive(string[] batch)
        {
            foreach (var path in batch)
            {
                connection.Receive();
                var names = connection.Receive()[HeaderLength..];
                var count = BinaryPrimitives.ReadInt32BigEndian(names);
                names = names[sizeof(int)..];
                for (; count > 0; count--)
                {
                    var length = BinaryPrimitives.ReadInt32BigEndian(names);
                    children.Add($"{path}/{Encoding.UTF8.GetString(names.Slice(sizeof(int), length))}");
                    names = names[(sizeof(int) + length)..];
                }

                Values++;
            }
        }
    }
}
