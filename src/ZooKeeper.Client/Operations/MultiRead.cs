using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client;

/// <summary>
/// Builds a list of reads that <see cref="ZooKeeperOperations.MultiReadAsync"/> executes at one zxid. Requires ZooKeeper 3.6. The server builds the whole
/// reply in memory, so keep the reply to about one megabyte.
/// </summary>
public sealed class MultiRead
{
    private readonly List<(OpCode Type, string Path)> _operations = [];

    /// <summary>Gets the number of operations.</summary>
    public int Count => _operations.Count;

    /// <summary>Adds a read of a znode's data and metadata.</summary>
    /// <param name="path">The path.</param>
    public MultiRead GetData(string path) => Add(OpCode.GetData, path);

    /// <summary>Adds a read of the names of a znode's children.</summary>
    /// <param name="path">The path.</param>
    public MultiRead GetChildren(string path) => Add(OpCode.GetChildren, path);

    internal string PathOf(int index) => _operations[index].Path;

    internal MultiRequest ToRequest(Func<string, string> toServer) =>
        new([.. _operations.Select(operation => new MultiOperation(operation.Type, new ReadRequest(toServer(operation.Path), Watch: false)))]);

    private MultiRead Add(OpCode type, string path)
    {
        _operations.Add((type, ZnodePath.Parse(path).Value));
        return this;
    }
}
