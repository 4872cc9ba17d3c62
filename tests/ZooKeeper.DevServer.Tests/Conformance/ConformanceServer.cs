using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>A server that the suite runs against. All of them are configured alike, so that one assertion holds for all.</summary>
public sealed class ConformanceServer : IAsyncDisposable
{
    /// <summary>A digest identity that passes every ACL.</summary>
    public const string SuperUser = "super:open sesame";

    /// <summary>The session timeouts that are granted.</summary>
    public static readonly TimeSpan MinSessionTimeout = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="MinSessionTimeout"/>
    public static readonly TimeSpan MaxSessionTimeout = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly IAsyncDisposable _server;

    private ConformanceServer(IAsyncDisposable server, int port, ServerVersion version) => (_server, Port, Version) = (server, port, version);

    /// <summary>The port on the loopback interface.</summary>
    public int Port { get; }

    /// <summary>The version that the server says it is. Of a few things it matters down to the patch.</summary>
    public ServerVersion Version { get; }

    /// <summary>The release of the dev server that is most like the server.</summary>
    public ZooKeeperRelease Release => Version.Number.Minor < 9 ? ZooKeeperRelease.V38 : ZooKeeperRelease.V39;

    /// <summary>Starts the Apache ZooKeeper of this machine.</summary>
    public static async Task<ConformanceServer> StartApacheAsync()
    {
        var user = SuperUser.Split(':');
        var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions
        {
            TickTime = Tick,
            MinSessionTimeout = MinSessionTimeout,
            MaxSessionTimeout = MaxSessionTimeout,
            JavaArguments =
            [
                "-Dznode.container.checkIntervalMs=200",
                $"-Dzookeeper.DigestAuthenticationProvider.superDigest={Acl.Digest(Permissions.All, user[0], user[1]).Id}",
            ],
        });
        return new ConformanceServer(server, server.Port, await ServerVersion.AskAsync(server.Port));
    }

    /// <summary>Starts a dev server.</summary>
    public static async Task<ConformanceServer> StartDevServerAsync(ZooKeeperRelease release)
    {
        var user = SuperUser.Split(':');
        var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions
        {
            TickTime = Tick,
            MinSessionTimeout = MinSessionTimeout,
            MaxSessionTimeout = MaxSessionTimeout,
            ContainerCheckInterval = TimeSpan.FromMilliseconds(200),
            SuperUser = new DigestIdentity(user[0], user[1]),
            Release = release,
        });
        var answer = await FourLetterWord.AskAsync(server.EndPoint.Port, "srvr");
        return new ConformanceServer(server, server.EndPoint.Port, ServerVersion.Parse(answer, isPatched: true));
    }

    /// <summary>Stops the server.</summary>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
