using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Reads and sets a one-shot watch. When the request goes out, the registry decides whether the server must set the watch, or a persistent watch already
/// reports the events. The watch begins at the reply, so it sees exactly what happens after the read.
/// </summary>
internal sealed class WatchingRead<TReply>(OpCode opCode, string userPath, string path, WatchRegistry registry, Watcher watcher)
    : PendingReply<ReadRequest, TReply>(opCode, userPath, new ReadRequest(path, Watch: true))
    where TReply : IRecord<TReply>
{
    private readonly string _path = path;
    private readonly UserWatch _watch = new(opCode == OpCode.GetChildren2 ? WatchKind.Child : WatchKind.Data, watcher);

    private bool _isOnServer;

    public UserWatch Watch => _watch;

    public override void WriteBody(JuteWriter writer)
    {
        registry.Add(_path, _watch);
        _isOnServer = !registry.IsCovered(_path, _watch.Kind);
        new ReadRequest(_path, _isOnServer).Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        base.OnReply(header, ref body);
        var isSet = header.Error == ErrorCode.Ok || (header.Error == ErrorCode.NoNode && OpCode == OpCode.Exists);
        if (!isSet || IsAbandoned)
        {
            registry.Remove(_path, _watch);
            if (isSet && _isOnServer)
            {
                registry.Owed.Release(_path); // the caller has given up, so nobody knows of the watch
            }

            return;
        }

        registry.Begin(_path, _watch, header.Error == ErrorCode.Ok ? _watch.Kind : WatchKind.Exist);

        if (!_isOnServer && !registry.IsCovered(_path, _watch.Kind))
        {
            registry.Owed.Uncover(_watch.Kind, _path, header.Zxid);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        registry.Remove(_path, _watch);
        base.OnFailure(cause);
    }
}
