namespace ZooKeeper.Coordination.Chaos.Tests;

[TestClass]
public sealed class ChaosOptionsTests
{
    [TestMethod]
    public void TryParse_AllOptions_AreTaken()
    {
        var options = ChaosOptions.TryParse(["--minutes", "1.5", "--seed", "7", "--log", "/tmp/history.jsonl"])!;

        Assert.AreEqual((TimeSpan.FromSeconds(90), 7, "/tmp/history.jsonl"), (options.Duration, options.Seed, options.LogFile));
    }

    [TestMethod]
    [DataRow("--seconds")]
    [DataRow("--seconds", "0")]
    [DataRow("--minutes", "-1")]
    [DataRow("--seed", "x")]
    [DataRow("--watches", "recursive")]
    public void TryParse_Invalid_IsNull(params string[] args) => Assert.IsNull(ChaosOptions.TryParse(args));
}
