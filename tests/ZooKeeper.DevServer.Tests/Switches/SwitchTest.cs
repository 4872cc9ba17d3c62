using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Switches;

/// <summary>A test with a server of its own, whose clock it moves.</summary>
public abstract class SwitchTest
{
    /// <summary>The session timeout that tests ask for where they count.</summary>
    private protected static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The server's clock, with ticks of two seconds.</summary>
    private protected ManualTime Time { get; } = new();

    private protected ZooKeeperDevServer Server { get; private set; } = null!;

    [TestInitialize]
    public async Task StartAsync() => Server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { TimeProvider = Time });

    [TestCleanup]
    public async Task StopAsync() => await Server.DisposeAsync();
}
