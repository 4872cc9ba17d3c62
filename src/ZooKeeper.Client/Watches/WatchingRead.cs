using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// A read that leaves a one-shot watch. Whether the server sets one, or a persistent watch already delivers the events, is decided when the
/// request goes out; the watch begins at the reply, so it sees exactly what happens after the read.
/// </summary>
internal sealed class WatchingRead<TReply>(OpCode opCode, string userPath, string path, WatchRegistry registry, Action<WatchedEvent> callback)
    : PendingReply<ReadRequest, TReply>(opCode, userPath, new ReadRequest(path, Watch: true))
    where TReply : IRecord<TReply>
{
    private readonly string _path = path;

    // A watch is wanted even if nobody waits for the data any more.
    public override bool IsAbandoned => false;

    private WatchKind Kind => OpCode == OpCode.GetChildren2 ? WatchKind.Child : WatchKind.Data;

    public override void WriteBody(JuteWriter writer) => new ReadRequest(_path, Watch: !registry.IsCovered(_path, Kind)).Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            registry.Add(_path, new UserWatch(Kind, callback));
        }
        else if (header.Error == ErrorCode.NoNode && OpCode == OpCode.Exists)
        {
            registry.Add(_path, new UserWatch(WatchKind.Exist, callback));
        }

        base.OnReply(header, ref body);
    }
}
