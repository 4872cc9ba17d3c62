using Configuration.ZooKeeper.Chaos.Writing;

namespace Configuration.ZooKeeper.Chaos.Tests.Writing;

[TestClass]
public sealed class NumberedStateTests
{
    private static readonly NumberedState State = new(seed: 7);

    [TestMethod]
    public void Keys_AnyNumber_HaveTheLastingOnesAndChangeAllValues()
    {
        for (var n = 1; n < 20; n++)
        {
            var (before, after) = (State.Keys(n - 1), State.Keys(n));
            Assert.IsEmpty(State.LastingKeys.Except(after.Keys));
            Assert.IsFalse(after.Any(key => before.TryGetValue(key.Key, out var value) && value == key.Value));
            Assert.IsNotEmpty(before.Keys.Except(after.Keys));
            Assert.IsNotEmpty(after.Keys.Except(before.Keys));
        }
    }

    [TestMethod]
    public void IsOneState_ValueOfAnother_IsFalse()
    {
        var read = State.Znodes(4).Where(znode => znode.Value is not null).ToDictionary(znode => znode.Key, znode => znode.Value!);
        Assert.IsTrue(State.IsOneState(read));

        read["/chaos/common/Lasting00"] = State.Znodes(5)["/chaos/common/Lasting00"]!;

        Assert.IsFalse(State.IsOneState(read));
    }
}
