using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests;

/// <summary>A reply, with the events that came between the reply before it and this one.</summary>
internal sealed record WireReply(ReplyHeader Header, byte[] Body, IReadOnlyList<WireEvent> Events)
{
    public int Xid => Header.Xid;

    public long Zxid => Header.Zxid;

    public ErrorCode Error => Header.Error;

    /// <summary>Checks that the request succeeded.</summary>
    public WireReply Ok()
    {
        Assert.AreEqual(ErrorCode.Ok, Error);
        return this;
    }

    /// <summary>Checks that the request succeeded and is answered with a header alone.</summary>
    public WireReply OkWithoutBody()
    {
        Assert.IsEmpty(Ok().Body);
        return this;
    }

    /// <summary>Checks that the request failed with an error. Then there is no body.</summary>
    public WireReply Failed(ErrorCode error)
    {
        Assert.AreEqual(error, Error);
        Assert.IsEmpty(Body, "An error has no body.");
        return this;
    }

    /// <summary>The body of a request that succeeded; it is this record and nothing more.</summary>
    public T As<T>()
        where T : IRecord<T>
    {
        Ok();
        var reader = new JuteReader(Body);
        var record = T.Read(ref reader);
        Assert.AreEqual(0, reader.Remaining, $"The body is longer than a {typeof(T).Name}.");
        return record;
    }

    /// <summary>The Stat of exists, setData and setACL.</summary>
    public Stat Stat() => As<StatReply>().Stat.Stat;
}
