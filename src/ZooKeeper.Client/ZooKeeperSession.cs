using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

/// <summary>
/// Represents one session with the ensemble. Its operations run in this session or fail with <see cref="SessionExpiredException"/>: none of them reaches the
/// server in a later session. Get it from <see cref="ZooKeeperClient.Session"/> or <see cref="ZooKeeperClient.GetSessionAsync"/>.
/// </summary>
/// <remarks>
/// <para>
/// Use it for what belongs to a session, such as a lock: only the session that created an ephemeral znode owns it. Compare <see cref="Id"/> with
/// <see cref="Stat.EphemeralOwner"/>.
/// </para>
/// <para>
/// A one-shot watch that an operation sets belongs to the client, which keeps it in later sessions.
/// </para>
/// </remarks>
public sealed class ZooKeeperSession : ZooKeeperOperations
{
    private readonly ClientSession _session;
    private readonly SessionLife _life;

    internal ZooKeeperSession(ClientSession session, SessionLife life, Chroot chroot, WatchCalls watchCalls)
        : base(session, chroot, watchCalls)
    {
        _session = session;
        _life = life;
    }

    /// <summary>Gets the id of the session. It is the <see cref="Stat.EphemeralOwner"/> of the session's ephemeral znodes.</summary>
    public long Id => _life.Id;

    /// <summary>Gets the session timeout that the server granted.</summary>
    public TimeSpan Timeout => _life.Timeout;

    /// <summary>Gets whether the session has ended: it has expired, or the client was disposed.</summary>
    public bool HasEnded => _life.HasEnded;

    /// <summary>
    /// Gets a token that is cancelled when <see cref="HasEnded"/> becomes true. Without a connection, this happens when the client has heard nothing for four
    /// thirds of the session timeout, or when a server reports the expiry. <see cref="TimeLeft"/> reaches zero earlier.
    /// </summary>
    public CancellationToken Ended => _life.Ended;

    /// <summary>
    /// Gets how long the session is certain to live if the client hears nothing more. Zero if the session may have expired. The property does not ask a server.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The time runs from the moment at which the client sent the last answered request or ping. It is one percent shorter than the session timeout, because
    /// clocks run at different rates.
    /// </para>
    /// <para>
    /// The value is exact on a standalone server and on a connection to the leader. A follower that has lost its leader still answers for a while, so there the
    /// value is a hint. The clock stops while a computer is suspended, so the value is too large afterwards. If work must not be done twice, use a fencing
    /// token.
    /// </para>
    /// </remarks>
    public TimeSpan TimeLeft => _life.TimeLeft;

    internal bool IsOf(SessionLife life) => _life == life;

    private protected override void Submit(PendingRequest request) => _session.Send(request, _life);
}
