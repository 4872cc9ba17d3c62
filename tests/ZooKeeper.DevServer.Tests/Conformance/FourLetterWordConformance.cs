namespace ZooKeeper.DevServer.Tests.Conformance;

public abstract class FourLetterWordConformance(SharedServer server) : ConformanceTest(server)
{
    [TestMethod]
    [DataRow("ruok", "imok")]
    [DataRow("isro", "rw")]
    public async Task Word_AboutTheState_IsAnsweredInOneWord(string word, string answer) =>
        Assert.AreEqual(answer, (await AskAsync(word)).TrimEnd('\n'));

    [TestMethod]
    public async Task Srvr_Answered_WithVersionModeZxidAndNodeCount()
    {
        var zxid = (await (await ConnectAsync()).PingAsync()).Zxid;
        var lines = (await AskAsync("srvr")).Split('\n');
        StringAssert.StartsWith(lines[0], $"Zookeeper version: {Server.Version.Number}");
        Assert.AreEqual((int)Server.Release, (10 * Server.Version.Number.Major) + Math.Max(Server.Version.Number.Minor, 8));
        CollectionAssert.Contains(lines, "Mode: standalone");
        Assert.IsTrue(lines.Any(line => line.StartsWith("Connections: ", StringComparison.Ordinal)));
        Assert.IsTrue(lines.Any(line => line.StartsWith("Node count: ", StringComparison.Ordinal)));
        var shown = lines.Single(line => line.StartsWith("Zxid: 0x", StringComparison.Ordinal))["Zxid: 0x".Length..];
        Assert.IsGreaterThanOrEqualTo(zxid, Convert.ToInt64(shown, 16));
    }

    [TestMethod]
    [DataRow("RUOK")]
    [DataRow("abcd")]
    public async Task Word_Unknown_IsATooLongFrame(string word) => Assert.AreEqual("", await AskAsync(word));

    private Task<string> AskAsync(string word) => FourLetterWord.AskAsync(Server.Port, word);
}

[TestClass]
public sealed class ApacheFourLetterWordConformance() : FourLetterWordConformance(SharedServers.Apache);

[TestClass]
public sealed class DevServerFourLetterWordConformance() : FourLetterWordConformance(SharedServers.DevServer);
