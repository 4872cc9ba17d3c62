using ZooKeeper.DevServer.Clients;

namespace ZooKeeper.DevServer.Sessions;

/// <summary>A session; it outlives its connections.</summary>
internal sealed class Session(long id, byte[] password)
{
    public long Id => id;

    public byte[] Password => password;

    public TimeSpan Timeout { get; set; }

    /// <summary>When it expires, as time since the server's start.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Who is connected with it.</summary>
    public ConnectedClient? Client { get; set; }
}
