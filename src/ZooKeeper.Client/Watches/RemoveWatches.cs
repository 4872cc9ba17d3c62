using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Removes the server's watches on a path, unless something else depends on them. Like <see cref="AddWatch"/>, it decides this when it is sent: earlier
/// requests may depend on the watches, later ones do not. If the watches stay, the request becomes a plain read.
/// </summary>
internal sealed class RemoveWatches(string userPath, string path, WatchRegistry registry)
    : PendingReply<RemoveWatchesRequest, Nothing>(OpCode.RemoveWatches, userPath, new RemoveWatchesRequest(path, WatcherType.Any))
{
    private readonly string _path = path;

    public override void WriteBody(JuteWriter writer)
    {
        if (!registry.CanRemove || registry.IsNeeded(_path))
        {
            OpCode = OpCode.Exists;
            new ReadRequest(_path, Watch: false).Write(writer);
            return;
        }

        registry.OnServer.OnRemoved(_path);
        base.WriteBody(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.ThrottledOperation)
        {
            registry.Owed.ReleaseLater(_path); // the caller does not need to know
        }

        registry.CanRemove &= header.Error != ErrorCode.Unimplemented;

        // The server has no watch after a reconnect, or if a watch of an ancestor covers the path.
        var isDone = header.Error is ErrorCode.NoWatcher or ErrorCode.NoNode or ErrorCode.ThrottledOperation;
        base.OnReply(isDone ? header with { Error = ErrorCode.Ok } : header, ref body);
    }
}
