using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// A request from its submission to its reply. <see cref="WriteBody"/> runs when its place on the wire is known; <see cref="OnReply"/>
/// on the connection's loop, in the order of the wire; both under the observers' gate. Either <see cref="OnReply"/> or <see cref="OnFailure"/> ends it.
/// </summary>
internal abstract class PendingRequest(OpCode opCode, string? path)
{
    /// <summary>The operation; <see cref="WriteBody"/> may still decide for another.</summary>
    public OpCode OpCode { get; protected set; } = opCode;

    /// <summary>The znode as the user named it, for error messages.</summary>
    public string? Path { get; } = path;

    /// <summary>A number with a fixed meaning (ping, auth, setWatches), or null for one that counts.</summary>
    public virtual int? FixedXid => null;

    /// <summary>Whether nobody waits any more. A request that was not yet sent is then dropped; one that was sent keeps its xid until the reply.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>Whether the request may go out on a later session than the one it was made under.</summary>
    public virtual bool OutlivesSession => false;

    public abstract void WriteBody(JuteWriter writer);

    public abstract void OnReply(in ReplyHeader header, ref JuteReader body);

    public abstract void OnFailure(ZooKeeperException cause);

    public override string ToString() => Path is null ? $"{OpCode}" : $"{OpCode} of '{Path}'";
}
