namespace ZooKeeper.Client.Tests;

/// <summary>Clients under test.</summary>
internal static class TestClient
{
    /// <summary>For what must happen soon. Generous: a loaded machine is slow, and a hang is for ever.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromMinutes(1);

    /// <summary>How much later than it should something may happen on a loaded machine.</summary>
    public static TimeSpan Slack { get; } = TimeSpan.FromSeconds(20);

    public static Task<ZooKeeperClient> ConnectAsync(string connectionString, Action<ZooKeeperClientOptions>? configure = null) =>
        ZooKeeperClient.ConnectAsync(Options(connectionString, configure));

    public static ZooKeeperClient Start(string connectionString, Action<ZooKeeperClientOptions>? configure = null) =>
        ZooKeeperClient.Start(Options(connectionString, configure));

    /// <summary>Keeps every change of state from now on.</summary>
    public static Recorder<SessionState> RecordStates(this ZooKeeperClient client)
    {
        var states = new Recorder<SessionState>();
        client.StateChanged += states.Add;
        return states;
    }

    /// <summary>The identities that the server has verified. Ends the test on a server that cannot tell them.</summary>
    public static Task<IReadOnlyList<ClientIdentity>> IdentitiesAsync(this ZooKeeperClient client)
    {
        if (!SharedServer.Version.HasWhoAmI)
        {
            Assert.Inconclusive($"ZooKeeper {SharedServer.Version.Number} has no whoAmI.");
        }

        return client.WhoAmIAsync();
    }

    /// <summary>Returns when every callback that was due has run: they run in order, and the one awaited here is the last.</summary>
    public static async Task CallbacksDoneAsync(this ZooKeeperClient client)
    {
        var last = new TaskCompletionSource();
        var path = SharedServer.UniquePath();
        await client.ExistsAsync(path, _ => last.TrySetResult());
        await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        await last.Task.WaitAsync(Deadline);
    }

    private static ZooKeeperClientOptions Options(string connectionString, Action<ZooKeeperClientOptions>? configure)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        return options;
    }
}
