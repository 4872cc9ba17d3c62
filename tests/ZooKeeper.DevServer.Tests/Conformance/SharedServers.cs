namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>The servers that the suite compares. Each test works below a path of its own.</summary>
[TestClass]
public static class SharedServers
{
    /// <summary>The Apache ZooKeeper of this machine.</summary>
    public static SharedServer Apache { get; } = new(ConformanceServer.StartApacheAsync);

    /// <summary>The dev server as it is by default.</summary>
    public static SharedServer DevServer { get; } = new(() => ConformanceServer.StartDevServerAsync(ZooKeeperRelease.V39));

    /// <summary>The dev server that behaves like 3.8.</summary>
    public static SharedServer DevServer38 { get; } = new(() => ConformanceServer.StartDevServerAsync(ZooKeeperRelease.V38));

    /// <summary>An Apache ZooKeeper that only one class uses, so that its zxids can be counted.</summary>
    public static SharedServer QuietApache { get; } = new(ConformanceServer.StartApacheAsync);

    /// <inheritdoc cref="QuietApache"/>
    public static SharedServer QuietDevServer { get; } = new(() => ConformanceServer.StartDevServerAsync(ZooKeeperRelease.V39));

    /// <inheritdoc cref="QuietApache"/>
    public static SharedServer QuietDevServer38 { get; } = new(() => ConformanceServer.StartDevServerAsync(ZooKeeperRelease.V38));

    /// <summary>Stops those that were started.</summary>
    [AssemblyCleanup]
    public static Task StopAsync() => Task.WhenAll(
        new[] { Apache, DevServer, DevServer38, QuietApache, QuietDevServer, QuietDevServer38 }.Select(server => server.StopAsync()));
}
