using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Choices;

[TestClass]
public sealed class ChoiceTests
{
    private const int Keys = 10_000;

    private static readonly ServiceInstance[] Three =
        [SampleInstances.Create("a"), SampleInstances.Create("b", """{"weight":"2"}"""), SampleInstances.Create("c", """{"weight":"0"}""")];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Choose_NoInstance_IsNull()
    {
        Assert.IsNull(new RoundRobinChoice().Choose([]));
        Assert.IsNull(new RandomChoice().Choose([]));
        Assert.IsNull(new WeightedChoice().Choose([]));
        Assert.IsNull(RendezvousChoice.Choose([], "key"));
    }

    [TestMethod]
    public void RoundRobin_ManyChoices_AreEachInstanceEquallyOften()
    {
        var choice = new RoundRobinChoice();

        var counts = Enumerable.Range(0, 300).Select(_ => choice.Choose(Three)!.Id).CountBy(id => id).ToDictionary();

        Assert.IsTrue(counts is { Count: 3 } && counts.Values.All(count => count == 100));
    }

    [TestMethod]
    public void Weighted_ManyChoices_AreAsOftenAsTheWeightsSay()
    {
        var choice = new WeightedChoice(new Random(FuzzSeed.Next(TestContext.WriteLine)));

        var counts = Enumerable.Range(0, Keys).Select(_ => choice.Choose(Three)!.Id).CountBy(id => id).ToDictionary();

        Assert.IsFalse(counts.ContainsKey("c"));
        Assert.AreEqual(2.0, (double)counts["b"] / counts["a"], 0.3);
    }

    [TestMethod]
    public void Weighted_AllWeightsAreZero_ChoosesFromAll()
    {
        ServiceInstance[] zeros = [SampleInstances.Create("a", """{"weight":"0"}"""), SampleInstances.Create("b", """{"weight":"0"}""")];

        Assert.HasCount(2, Enumerable.Range(0, 1_000).Select(_ => new WeightedChoice().Choose(zeros)!.Id).Distinct());
        Assert.HasCount(2, Enumerable.Range(0, 1_000).Select(key => RendezvousChoice.Choose(zeros, $"{key}")!.Id).Distinct());
    }

    [TestMethod]
    public void Rendezvous_InstanceGoes_OnlyItsKeysMove()
    {
        var all = Enumerable.Range(0, 10).Select(number => SampleInstances.Create($"i{number}")).ToArray();
        var keys = Enumerable.Range(0, Keys).Select(number => $"customer-{number}").ToArray();

        var fewer = all.Where(instance => instance.Id != "i3").Reverse().ToArray();

        Assert.IsTrue(keys.All(key => RendezvousChoice.Choose(all, key)!.Id is var id && (id == "i3" || id == RendezvousChoice.Choose(fewer, key)!.Id)));
        Assert.AreEqual(Keys / 10.0, keys.Count(key => RendezvousChoice.Choose(all, key)!.Id == "i3"), Keys / 50.0);
    }

    [TestMethod]
    public void Rendezvous_Weights_AreShares()
    {
        var counts = Enumerable.Range(0, Keys).Select(number => RendezvousChoice.Choose(Three, $"customer-{number}")!.Id).CountBy(id => id).ToDictionary();

        Assert.IsFalse(counts.ContainsKey("c"));
        Assert.AreEqual(2.0, (double)counts["b"] / counts["a"], 0.3);
    }
}
