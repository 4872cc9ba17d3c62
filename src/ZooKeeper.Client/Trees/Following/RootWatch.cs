using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>Registers the recursive watch of one root. On a new connection, a mirror does this first.</summary>
internal sealed class RootWatch(IFollower follower, string path, WatchRegistry watches) : PendingRequest(OpCode.AddWatch, path)
{
    private readonly string _path = path;

    // From here on, and not before, the root covers what users watch.
    public override void WriteBody(JuteWriter writer)
    {
        watches.Persistent.OnAsked();
        watches.SetOnServer(_path, WatchMode.PersistentRecursive);
        new AddWatchRequest(_path, WatchMode.PersistentRecursive).Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body) => follower.OnWatchAnswered(this, _path, header.Error, header.Zxid);

    // After a lost connection, the next one registers the watch again.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            follower.Fail(cause);
        }
    }
}
