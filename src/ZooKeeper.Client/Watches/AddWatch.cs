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

    public override OpCode OpCode => IsCovered ? OpCode.Exists : OpCode.AddWatch;

    private bool IsCovered => !_isOnServer && registry.IsCovered(_path, watch.Kind);

    public override void WriteBody(JuteWriter writer)
    {
        if (IsCovered)
        {
            new ReadRequest(_path, Watch: false).Write(writer);
            return;
        }

        _isOnServer = true;
        registry.SetOnServer(_path, _mode);
        base.WriteBody(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        var isSet = header.Error == ErrorCode.Ok || (!_isOnServer && header.Error == ErrorCode.NoNode);
        if (isSet)
        {
            registry.Add(_path, watch);
        }
        else if (_isOnServer)
        {
            registry.UnsetOnServer(_path);
        }

        base.OnReply(isSet ? header with { Error = ErrorCode.Ok } : header, ref body);
    }
}
