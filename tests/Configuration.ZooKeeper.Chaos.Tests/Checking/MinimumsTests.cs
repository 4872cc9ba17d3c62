using Configuration.ZooKeeper.Chaos.Checking;

namespace Configuration.ZooKeeper.Chaos.Tests.Checking;

[TestClass]
public sealed class MinimumsTests
{
    [TestMethod]
    public void For_TenMinutes_IsWhatIsAskedFor() => Assert.AreEqual(new Minimums(30, 5, 3, 100, 100, 1), Minimums.For(TimeSpan.FromMinutes(10)));

    [TestMethod]
    public void For_OneSecond_IsOneOfEach() => Assert.AreEqual(new Minimums(1, 1, 1, 1, 1, 1), Minimums.For(TimeSpan.FromSeconds(1)));
}
