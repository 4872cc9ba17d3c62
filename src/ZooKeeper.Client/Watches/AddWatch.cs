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
        // The server may have rejected the existing watch meanwhile: for good, or because it throttles.
        var isRefused = !_isOnServer && !registry.IsCovered(_path, watch.Kind);
        var isSet = !isRefused && (header.Error == ErrorCode.Ok || (!_isOnServer && header.Error == ErrorCode.NoNode));
        var refusal = registry.Persistent.IsRefused ? ErrorCode.MarshallingError : ErrorCode.ThrottledOperation;
        base.OnReply(isSet ? header with { Error = ErrorCode.Ok } : isRefused ? header with { Error = refusal } : header, ref body);
        if (!isSet)
        {
            Forget();
        }
        else
        {
            if (_isOnServer)
            {
                registry.OnServer.OnAccepted(_path, _mode);
            }

            if (IsAbandoned)
            {
                registry.Remove(_path, watch); // no caller is left to remove it
                registry.Owed.Release(_path);
            }
            else
            {
                watch.Begin(watch.Kind);
            }
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
            registry.OnServer.OnRejected(_path, _mode);
        }
    }
}
