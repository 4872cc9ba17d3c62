using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>A server that stops answering, and goes on later with all that has come in.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class PauseTests
{
    private const int ConnectedEvent = 1000;
    private const int SessionOverEvent = 1002;

    [TestMethod]
    public async Task Pause_ShorterThanTheSession_ConnectionStaysAndNothingIsMissed()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        var connections = log.Of(ConnectedEvent).Count();

        await server.PauseAsync();
        await server.SetAsync(tree.PathOf("Title"), "two");
        Assert.AreEqual("one", configuration["Title"]);
        await server.ResumeAsync();

        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.HasCount(connections, log.Of(ConnectedEvent));
    }

    [TestMethod]
    public async Task Pause_UntilTheClientGivesUpItsSession_NothingIsMissed()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(1);
            options.Connection.LoggerFactory = log;
        });

        await server.PauseAsync();
        await Eventually.TrueAsync(() => log.Of(SessionOverEvent).Any());
        await server.SetAsync(tree.PathOf("Title"), "two");
        await server.SetAsync(tree.PathOf("New/Key"), "1");
        Assert.AreEqual("one", configuration["Title"]);
        await server.ResumeAsync();

        await Eventually.TrueAsync(() => configuration["Title"] == "two" && configuration["New:Key"] == "1");
        await server.SetAsync(tree.PathOf("Title"), "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three");

        // What the client tried during the pause expires: one session is the writer's, one the configuration's.
        await Eventually.TrueAsync(async () => (await server.GetSessionsAsync()).Count == 2);
    }
}
