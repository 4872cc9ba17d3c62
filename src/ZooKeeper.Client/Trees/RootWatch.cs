using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Registers the recursive watch of one root, on a new connection the first thing a mirror does.</summary>
internal sealed class RootWatch(TreeMirror mirror, string path) : PendingRequest(OpCode.AddWatch, path)
{
    private readonly string _path = path;

    public override void WriteBody(JuteWriter writer) => new AddWatchRequest(_path, WatchMode.PersistentRecursive).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => mirror.OnRootWatched(_path, header);

    // The connection is lost; the watch is registered again on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
    }
}
