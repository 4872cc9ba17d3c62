using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Reads and sets a one-shot watch. When the request goes out, it is decided whether the server sets the watch, or a persistent watch already reports the
/// events. The watch begins at the reply, so it sees exactly what happens after the read.
/// </summary>
internal sealed class WatchingRead<TReply>(OpCode opCode, string userPath, string path, WatchRegistry registry, Action<WatchedEvent> callback)
    : PendingReply<ReadRequest, TReply>(opCode, userPath, new ReadRequest(path, Watch: true))
    where TReply : IRecord<TReply>
{
    private readonly string _path = path;
    private readonly UserWatch _watch = new(opCode == OpCode.GetChildren2 ? WatchKind.Child : WatchKind.Data, callback);

    private bool _isOnServer;

    // The user wants the watch even if the read was cancelled.
    public override bool IsAbandoned => false;

    public override void WriteBody(JuteWriter writer)
    {
        registry.Add(_path, _watch);
        _isOnServer = !registry.IsCovered(_path, _watch.Kind);
        new ReadRequest(_path, _isOnServer).Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        base.OnReply(header, ref body);
        if (header.Error == ErrorCode.Ok)
        {
            _watch.Begin(_watch.Kind);
        }
        else if (header.Error == ErrorCode.NoNode && OpCode == OpCode.Exists)
        {
            _watch.Begin(WatchKind.Exist);
        }
        else
        {
            registry.Remove(_path, _watch);
            return;
        }

        if (!_isOnServer && !registry.IsCovered(_path, _watch.Kind))
        {
            registry.Uncover(_watch.Kind, _path, header.Zxid);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        registry.Remove(_path, _watch);
        base.OnFailure(cause);
    }
}
