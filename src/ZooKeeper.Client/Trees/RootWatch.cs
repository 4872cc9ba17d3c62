using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>Registers the recursive watch of one root, on a new connection the first thing a mirror does.</summary>
internal sealed class RootWatch(TreeMirror mirror, string path, WatchRegistry watches) : PendingRequest(OpCode.AddWatch, path)
{
    private readonly string _path = path;

    // From here on, and not before, the root covers what users watch.
    public override void WriteBody(JuteWriter writer)
    {
        watches.Persistent.OnAsked();
        watches.SetOnServer(_path, WatchMode.PersistentRecursive);
        new AddWatchRequest(_path, WatchMode.PersistentRecursive).Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => mirror.OnRootWatched(this, _path, header);

    // If the connection is lost, the watch is registered again on the next one.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            mirror.Fail(cause);
        }
    }
}
