namespace ZooKeeper.Client.Tests;

/// <summary>Clients under test.</summary>
internal static class TestClient
{
    /// <summary>For what must happen soon. Generous: a loaded machine is slow, and a hang is for ever.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(20);

    public static Task<ZooKeeperClient> ConnectAsync(string connectionString, Action<ZooKeeperClientOptions>? configure = null) =>
        ZooKeeperClient.ConnectAsync(Options(connectionString, configure));

    public static ZooKeeperClient Start(string connectionString, Action<ZooKeeperClientOptions>? configure = null) =>
        ZooKeeperClient.Start(Options(connectionString, configure));

    private static ZooKeeperClientOptions Options(string connectionString, Action<ZooKeeperClientOptions>? configure)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        return options;
    }
}
