namespace ZooKeeper.DevServer;

/// <summary>A session of a dev server.</summary>
/// <param name="Id">The session id.</param>
/// <param name="Timeout">The session timeout that was granted.</param>
/// <param name="IsConnected">Whether a client is connected with it; if not, it expires when its timeout has passed.</param>
public sealed record DevServerSession(long Id, TimeSpan Timeout, bool IsConnected);
