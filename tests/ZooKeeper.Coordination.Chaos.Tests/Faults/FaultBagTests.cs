using ZooKeeper.Coordination.Chaos.Faults;

namespace ZooKeeper.Coordination.Chaos.Tests.Faults;

[TestClass]
public sealed class FaultBagTests
{
    private static readonly Fault[] All = [.. "abcd".Select(name => new Fault($"{name}", _ => Task.CompletedTask))];

    [TestMethod]
    public void Draw_FirstOnes_ComeInTheirOrderAndThenEveryOther()
    {
        var bag = new FaultBag([All[2], All[0]], All, new Random(1));

        var drawn = Enumerable.Range(0, 8).Select(_ => bag.Draw().Name).ToArray();

        CollectionAssert.AreEqual(new[] { "c", "a" }, drawn[..2]);
        CollectionAssert.AreEquivalent(new[] { "b", "d" }, drawn[2..4]);
        CollectionAssert.AreEquivalent(new[] { "a", "b", "c", "d" }, drawn[4..]);
    }
}
