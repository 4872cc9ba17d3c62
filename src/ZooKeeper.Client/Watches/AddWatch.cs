using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// A persistent watch on its way to the server. What a watch that is there covers needs none of its own; then a plain read takes its place in
/// the stream, whose reply says that everything later will be seen.
/// </summary>
internal sealed class AddWatch(string userPath, string path, WatchMode mode, UserWatch watch, WatchRegistry registry)
    : PendingReply<AddWatchRequest, Nothing>(OpCode.AddWatch, userPath, new AddWatchRequest(path, mode))
{
    private readonly string _path = path;
    private readonly WatchMode _mode = mode;
    private bool _isOnServer;

    public override void WriteBody(JuteWriter writer)
    {
        registry.Add(_path, watch);
        if (registry.IsCovered(_path, watch.Kind))
        {
            OpCode = OpCode.Exists;
            new ReadRequest(_path, Watch: false).Write(writer);
            return;
        }

        _isOnServer = true;
        registry.SetOnServer(_path, _mode);
        base.WriteBody(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        // What it relied on can have been refused meanwhile; then this would have been, too.
        var isRefused = !_isOnServer && !registry.IsCovered(_path, watch.Kind);
        var isSet = !isRefused && (header.Error == ErrorCode.Ok || (!_isOnServer && header.Error == ErrorCode.NoNode));
        base.OnReply(isSet ? header with { Error = ErrorCode.Ok } : isRefused ? header with { Error = ErrorCode.MarshallingError } : header, ref body);
        if (!isSet)
        {
            Forget();
        }
        else if (IsAbandoned)
        {
            registry.Remove(_path, watch); // nobody would ever remove it
        }
        else
        {
            watch.Begin(watch.Kind);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        Forget();
        base.OnFailure(cause);
    }

    private void Forget()
    {
        registry.Remove(_path, watch);
        if (_isOnServer)
        {
            registry.UnsetOnServer(_path);
        }
    }
}
