using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Represents the answer to a request: an error or a body.</summary>
internal readonly record struct Reply(ErrorCode Error, IRecord Body)
{
    public Reply(ErrorCode error)
        : this(error, default(Nothing))
    {
    }

    public static Reply Ok { get; } = new(ErrorCode.Ok);

    public bool IsOk => Error == ErrorCode.Ok;

    public static implicit operator Reply(ErrorCode error) => new(error);

    public static Reply Of(IRecord body) => new(ErrorCode.Ok, body);

    public static Reply Of(Stat stat) => Of(new StatReply(new StatRecord(stat)));
}
