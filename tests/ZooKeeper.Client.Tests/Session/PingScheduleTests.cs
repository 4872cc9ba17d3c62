using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class PingScheduleTests
{
    [TestMethod]
    [DataRow(0, 0, 1000, DisplayName = "nothing is due before the next ping")]
    [DataRow(600, 100, 400, DisplayName = "the rest until the next ping")]
    [DataRow(100, 1700, 300, DisplayName = "the rest until the server counts as silent")]
    [DataRow(1000, 0, 100, DisplayName = "never at once: a tenth of the interval")]
    [DataRow(0, 2500, 100, DisplayName = "the server is silent, but bytes are unread")]
    public void Next_ReturnsWhenSomethingIsDue(int sinceSent, int silence, int expected) => Assert.AreEqual(
        TimeSpan.FromMilliseconds(expected),
        new PingSchedule(TimeSpan.FromSeconds(3)).Next(TimeSpan.FromMilliseconds(sinceSent), TimeSpan.FromMilliseconds(silence)));
}
