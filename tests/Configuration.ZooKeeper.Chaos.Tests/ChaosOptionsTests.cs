namespace Configuration.ZooKeeper.Chaos.Tests;

[TestClass]
public sealed class ChaosOptionsTests
{
    [TestMethod]
    public void TryParse_AllThereAre_AreTaken()
    {
        var options = ChaosOptions.TryParse(["--minutes", "2.5", "--seed", "42", "--watches", "one-shot", "--fault", "wipe", "--log", "/tmp/chaos.jsonl"])!;

        Assert.AreEqual(TimeSpan.FromSeconds(150), options.Duration);
        Assert.AreEqual(42, options.Seed);
        Assert.IsTrue(options.HasOneShotWatches);
        Assert.AreEqual("wipe", options.Fault);
        Assert.AreEqual("/tmp/chaos.jsonl", options.LogFile);
    }

    [TestMethod]
    [DataRow("--minutes")]
    [DataRow("--minutes", "0")]
    [DataRow("--minutes", "many")]
    [DataRow("--seconds", "-1")]
    [DataRow("--seed", "1.5")]
    [DataRow("--watches", "persistent")]
    [DataRow("--hours", "1")]
    public void TryParse_NotUnderstood_IsNull(params string[] args) => Assert.IsNull(ChaosOptions.TryParse(args));
}
