using Configuration.ZooKeeper.Chaos.Faults;

namespace Configuration.ZooKeeper.Chaos.Tests.Faults;

[TestClass]
public sealed class FaultBagTests
{
    private static readonly Fault[] All = [.. Enumerable.Range(1, 6).Select(i => new Fault($"{i}", TimeSpan.FromSeconds(i), _ => Task.CompletedTask))];

    [TestMethod]
    public void Draw_TwoBags_HaveEveryFaultTwiceAndTheFirstBeginsAsTold()
    {
        var bag = new FaultBag([All[4]], All, new Random(1));

        var drawn = Enumerable.Range(0, 12).Select(_ => bag.Draw(TimeSpan.FromMinutes(1))!.Name).ToArray();

        Assert.AreEqual("5", drawn[0]);
        Assert.IsTrue(drawn[..6].Order().SequenceEqual(["1", "2", "3", "4", "5", "6"]));
        Assert.IsTrue(drawn[6..].Order().SequenceEqual(["1", "2", "3", "4", "5", "6"]));
    }

    [TestMethod]
    public void Draw_LittleTime_IsWhatFitsOrNothing()
    {
        var bag = new FaultBag([], All, new Random(1));

        Assert.AreEqual("1", bag.Draw(TimeSpan.FromSeconds(1.5))!.Name);
        Assert.AreEqual("1", bag.Draw(TimeSpan.FromSeconds(1.5))!.Name); // again, rather than nothing
        Assert.IsNull(bag.Draw(TimeSpan.FromSeconds(0.5)));
    }

    [TestMethod]
    public void Draw_NoTime_IsTheFirstNevertheless()
    {
        var bag = new FaultBag([All[5]], All, new Random(1));

        Assert.AreEqual("6", bag.Draw(TimeSpan.Zero)!.Name);
        Assert.IsNull(bag.Draw(TimeSpan.Zero));
    }

    [TestMethod]
    public void Draw_SameSeed_IsTheSame()
    {
        var (one, other) = (new FaultBag([], All, new Random(9)), new FaultBag([], All, new Random(9)));

        for (var i = 0; i < 20; i++)
        {
            Assert.AreEqual(one.Draw(TimeSpan.FromMinutes(1)), other.Draw(TimeSpan.FromMinutes(1)));
        }
    }
}
