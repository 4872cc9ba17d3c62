namespace ZooKeeper.DevServer.Tests.Conformance;

/// <summary>Random scripts on Apache ZooKeeper and on a dev server of its release: what the sessions see has to be the same, word for word.</summary>
[TestClass]
public sealed class TranscriptConformance
{
    private const int Sessions = 3;
    private const int Steps = 400;

    private static ConformanceServer s_apache = null!;
    private static ConformanceServer s_devServer = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_apache = await ConformanceServer.StartApacheAsync();
        s_devServer = await ConformanceServer.StartDevServerAsync(s_apache.Release);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await s_apache.DisposeAsync();
        await s_devServer.DisposeAsync();
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public async Task RandomScript_OnBothServers_HasTheSameTranscript(int seed)
    {
        if (!s_apache.Version.HidesUnreadable)
        {
            Assert.Inconclusive("No dev server tells sessions of znodes that they may not read (CVE-2024-23944), and this server does.");
        }

        var script = new RandomScript(seed, $"/script-{seed}", Sessions, s_apache.Version);
        Step[] steps = [.. Enumerable.Range(0, Steps).Select(_ => script.Next())];
        var expected = await Transcript.OfAsync(s_apache, Sessions, steps);
        var actual = await Transcript.OfAsync(s_devServer, Sessions, steps);
        for (var i = 0; i < Steps; i++)
        {
            Assert.AreEqual(expected[i], actual[i]);
        }
    }
}
