using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Trees;

/// <summary>Sets the recursive watch of one root. A mirror sends this first on each connection.</summary>
internal sealed class RootWatch(IFollower follower, string path, WatchRegistry watches) : PendingRequest(OpCode.AddWatch, path)
{
    private readonly string _path = path;

    // From now on, the root covers the watches of users.
    public override void WriteBody(JuteWriter writer)
    {
        watches.Persistent.OnAsked();
        watches.SetOnServer(_path, WatchMode.PersistentRecursive);
        new AddWatchRequest(_path, WatchMode.PersistentRecursive).Write(writer);
    }

    // Until the server has accepted the root watch, watches of users cannot rely on it.
    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            watches.OnServer.OnAccepted(_path, WatchMode.PersistentRecursive);
        }
        else
        {
            watches.OnServer.OnRejected(_path, WatchMode.PersistentRecursive);
        }

        follower.OnWatchAnswered(this, _path, header.Error, header.Zxid);
    }

    // If the connection is lost, the next one sets the watch again.
    public override void OnFailure(ZooKeeperException cause)
    {
        if (cause is not ConnectionLossException)
        {
            follower.Fail(cause);
        }
    }
}
