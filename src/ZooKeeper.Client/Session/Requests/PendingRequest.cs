using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Represents a request from its submission to its reply. <see cref="WriteBody"/> runs when the place of the request on the wire is known.
/// <see cref="OnReply"/> runs on the connection's loop, in the order of the wire. Both run under the observers' gate. A request ends with either
/// <see cref="OnReply"/> or <see cref="OnFailure"/>.
/// </summary>
internal abstract class PendingRequest(OpCode opCode, string? path)
{
    /// <summary>Gets the operation. <see cref="WriteBody"/> can still change it.</summary>
    public OpCode OpCode { get; protected set; } = opCode;

    /// <summary>Gets the path as the user knows it, for error messages.</summary>
    public string? Path { get; } = path;

    /// <summary>Gets or sets when the request was sent, or null if it certainly was not.</summary>
    public long? SentAt { get; set; }

    /// <summary>Gets or sets the length of the request in bytes, if it was sent.</summary>
    public int Length { get; set; }

    /// <summary>Gets the reserved xid of this kind of request (ping, auth, setWatches), or null to use the next number.</summary>
    public virtual int? FixedXid => null;

    /// <summary>Gets whether the caller has cancelled. If so, an unsent request is dropped, and a sent request keeps its xid until the reply.</summary>
    public virtual bool IsAbandoned => false;

    /// <summary>Gets whether the request may be sent on a later session than the one that it was made under.</summary>
    public virtual bool OutlivesSession => false;

    public abstract void WriteBody(JuteWriter writer);

    public abstract void OnReply(in ReplyHeader header, ref JuteReader body);

    public abstract void OnFailure(ZooKeeperException cause);

    /// <summary>Ends the request because the client was disposed. The caller gets <paramref name="disposed"/>, which says that a retry is pointless.</summary>
    public virtual void OnDisposed(ObjectDisposedException disposed, ZooKeeperException loss) => OnFailure(loss);

    public void OnConnectionEnded(Exception end, ZooKeeperException loss)
    {
        if (end is ObjectDisposedException disposed)
        {
            OnDisposed(disposed, loss);
        }
        else
        {
            OnFailure(loss);
        }
    }

    public override string ToString() => Path is null ? $"{OpCode}" : $"{OpCode} of '{Path}'";
}
