using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// The end of the server's watches on a path, unless something else lives on them. That is decided when the request goes out, as it is for the
/// watches that come: what was sent before may rely on them, what is sent later does not. If they stay, a plain read takes its place.
/// </summary>
internal sealed class RemoveWatches(string userPath, string path, WatchRegistry registry)
    : PendingReply<RemoveWatchesRequest, Nothing>(OpCode.RemoveWatches, userPath, new RemoveWatchesRequest(path, WatcherType.Any))
{
    private readonly string _path = path;

    public override void WriteBody(JuteWriter writer)
    {
        if (registry.IsNeeded(_path))
        {
            OpCode = OpCode.Exists;
            new ReadRequest(_path, Watch: false).Write(writer);
            return;
        }

        registry.UnsetOnServer(_path);
        base.WriteBody(writer);
    }

    // After a reconnect, and for what a watch further up covers, the server has none.
    public override void OnReply(in ReplyHeader header, ref JuteReader body) =>
        base.OnReply(header.Error is ErrorCode.NoWatcher or ErrorCode.NoNode ? header with { Error = ErrorCode.Ok } : header, ref body);
}
