using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// Adds a persistent watch. If an existing watch covers the path, the server needs no other one. The request then becomes a plain read, whose reply confirms
/// that the existing watch reports everything that follows.
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
        // The server may have rejected the existing watch meanwhile; it would reject this one, too.
        var isRefused = !_isOnServer && !registry.IsCovered(_path, watch.Kind);
        var isSet = !isRefused && (header.Error == ErrorCode.Ok || (!_isOnServer && header.Error == ErrorCode.NoNode));
        base.OnReply(isSet ? header with { Error = ErrorCode.Ok } : isRefused ? header with { Error = ErrorCode.MarshallingError } : header, ref body);
        if (!isSet)
        {
            Forget();
        }
        else if (IsAbandoned)
        {
            registry.Remove(_path, watch); // no caller is left to remove it
            registry.Owed.Release(_path);
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
