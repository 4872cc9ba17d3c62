using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Switches;

/// <summary>A server that does not take a session back, but answers with an expired one or with a new one.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class ReattachmentTests
{
    private const int ConnectedEvent = 1000;

    [TestMethod]
    [DataRow(SessionReattachment.Expire)]
    [DataRow(SessionReattachment.NewSession)]
    public async Task Reattach_Refused_ReloadsOnceAndMissesNothing(SessionReattachment answer)
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        await tree.SetAsync("Gone", "soon");
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var reloads = new Reloads(configuration);

        server.Reattachment = answer;
        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => configuration.Status().IsStale);
        await server.SetAsync(tree.PathOf("Title"), "two");
        await server.SetAsync(tree.PathOf("New/Key"), "1");
        await server.DeleteAsync(tree.PathOf("Gone"));
        Assert.AreEqual("one", configuration["Title"]);
        server.RefuseConnections = false;

        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.AreEqual("two", configuration["Title"]);
        Assert.AreEqual("1", configuration["New:Key"]);
        Assert.IsNull(configuration["Gone"]);
        Assert.Contains("(new)", log.Of(ConnectedEvent).Last().Text);

        // The new session has its own watch.
        await server.SetAsync(tree.PathOf("Title"), "three");
        await Eventually.TrueAsync(() => reloads.Count > 1);
        Assert.AreEqual("three", configuration["Title"]);
        Assert.AreEqual(2, reloads.Count);
    }

    [TestMethod]
    [DataRow(SessionReattachment.Accept, "(re-attached)")]
    [DataRow(SessionReattachment.Expire, "(new)")]
    [DataRow(SessionReattachment.NewSession, "(new)")]
    public async Task Reattach_NothingChanged_IsNoReload(SessionReattachment answer, string kind)
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        await tree.SetAsync("Other", "1");
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        var seen = new List<string?>();
        using var reloads = new Reloads(configuration, () => seen.Add(configuration["Other"]));

        server.Reattachment = answer;
        var connections = log.Of(ConnectedEvent).Count();
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => log.Of(ConnectedEvent).Count() > connections);
        Assert.Contains(kind, log.Of(ConnectedEvent).ElementAt(connections).Text);
        await Eventually.TrueAsync(() => !configuration.Status().IsStale);
        await server.SetAsync(tree.PathOf("Other"), "2");
        await Eventually.TrueAsync(() => reloads.Count > 0);

        CollectionAssert.AreEqual(new[] { "2" }, seen);
    }
}
