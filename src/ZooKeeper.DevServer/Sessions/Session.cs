using ZooKeeper.DevServer.Clients;

namespace ZooKeeper.DevServer.Sessions;

/// <summary>Represents a session, which outlives its connections.</summary>
internal sealed class Session(long id, byte[] password)
{
    public long Id => id;

    public byte[] Password => password;

    public TimeSpan Timeout { get; set; }

    /// <summary>Gets or sets when the session expires, as time since the start of the server.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Gets or sets the connected client.</summary>
    public ConnectedClient? Client { get; set; }
}
