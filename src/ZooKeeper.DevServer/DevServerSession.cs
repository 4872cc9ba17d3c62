namespace ZooKeeper.DevServer;

/// <summary>Describes a session of a dev server.</summary>
/// <param name="Id">The session id.</param>
/// <param name="Timeout">The granted session timeout.</param>
/// <param name="IsConnected">Whether a client is connected. If not, the session expires after its timeout.</param>
public sealed record DevServerSession(long Id, TimeSpan Timeout, bool IsConnected);
