using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.DevServer.Tests.Switches;

/// <summary>Ways to a server: at the wire, and with the client that users have.</summary>
internal static class ServerConnections
{
    /// <summary>Opens a session at the wire.</summary>
    public static async Task<WireSession> OpenAsync(this ZooKeeperDevServer server, TimeSpan? timeout = null)
    {
        var session = await server.TryOpenAsync(New(timeout ?? TimeSpan.FromSeconds(10)));
        Assert.IsFalse(session.Handshake!.IsExpired);
        return session;
    }

    /// <summary>Comes back with a session, whatever the server says to it.</summary>
    public static Task<WireSession> ReattachAsync(this ZooKeeperDevServer server, WireSession session, long lastZxidSeen = 0) =>
        server.TryOpenAsync(New(TimeSpan.FromSeconds(10)) with { SessionId = session.Id, Password = session.Password, LastZxidSeen = lastZxidSeen });

    /// <summary>Sends a handshake, whatever comes of it.</summary>
    public static Task<WireSession> TryOpenAsync(this ZooKeeperDevServer server, ConnectRequest request) =>
        WireSession.OpenAsync(server.EndPoint.Port, request);

    public static ConnectRequest New(TimeSpan timeout) => new(0, 0, (int)timeout.TotalMilliseconds, 0, new byte[16], ReadOnly: false);

    /// <summary>Connects the client that users have.</summary>
    public static Task<ZooKeeperClient> ConnectAsync(this ZooKeeperDevServer server, TimeSpan? timeout = null) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions
        {
            ConnectionString = server.ConnectionString,
            SessionTimeout = timeout ?? TimeSpan.FromSeconds(10),
        });
}
