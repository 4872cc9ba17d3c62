using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class CheaperWayTests
{
    private const int Megabyte = 1024 * 1024;
    private const int ReplyLength = 512 * 1024;

    private readonly FakeTimeProvider _time = new();
    private readonly CheaperWay _way;

    public CheaperWayTests() => _way = new CheaperWay(_time);

    [TestMethod]
    [DataRow(4 * Megabyte, true)]
    [DataRow(4 * Megabyte + 1, false)]
    public void Verify_NothingMeasured_ReadsUpToFourMegabytes(int length, bool isReading)
    {
        _way.Load();
        _way.OnRead(length: 1000); // too little shows only the round trips
        _time.Advance(TimeSpan.FromSeconds(1));
        _way.OnRead(length: 1000);
        _way.Verify(znodes: 10_000, length, hasMultiRead: true);
        Assert.AreEqual(isReading, _way.IsReading);
    }

    [TestMethod]
    [DataRow(10_000, 150, 50, true, DisplayName = "small values, fast link")]
    [DataRow(100_000, 100, 10, true, DisplayName = "many tiny values, fast link")]
    [DataRow(10_000, 150, 1, false, DisplayName = "small values, slow link")]
    [DataRow(10_000, 4_200, 1, false, DisplayName = "large values, slow link")]
    [DataRow(10_000, 4_200, 200, false, DisplayName = "large values, fast link: comparing may be as fast")]
    [DataRow(5, Megabyte, 1_000, false, DisplayName = "few large values")]
    public void Verify_ReadingWasMeasured_ReadsOnlyIfComparingMustBeSlower(int znodes, int each, int megabytesPerSecond, bool isReading)
    {
        Load(megabytesPerSecond);
        _way.Verify(znodes, (long)znodes * each, hasMultiRead: true);
        Assert.AreEqual(isReading, _way.IsReading);
    }

    [TestMethod]
    [DataRow(26, false)]
    [DataRow(28, true)]
    public void OnCompared_AnswersCome_ReadsTheRestIfThatIsClearlyFaster(int microsecondsPerAnswer, bool isReading)
    {
        Load(megabytesPerSecond: 200);
        _way.Verify(znodes: 10_000, length: 10_000L * 4_200, hasMultiRead: true); // 20 microseconds for each znode that is read
        Compare(answers: 256, microsecondsPerAnswer);
        Assert.IsFalse(_way.IsReading);
        Compare(answers: 1, microsecondsPerAnswer);
        Assert.AreEqual(isReading, _way.IsReading);
    }

    [TestMethod]
    public void OnRead_LinkHasBecomeSlow_ComparesTheRest()
    {
        Load(megabytesPerSecond: 50);
        _way.Verify(znodes: 10_000, length: 10_000L * 150, hasMultiRead: true);
        Assert.IsTrue(_way.IsReading);
        Read(replies: 3, megabytesPerSecond: 1);
        Assert.IsFalse(_way.IsReading);
    }

    [TestMethod]
    public void OnRead_ServerIsBusy_ComparesOneWindowAndThenReads()
    {
        Load(megabytesPerSecond: 50);
        _way.Verify(znodes: 10_000, length: 10_000L * 150, hasMultiRead: true);
        Read(replies: 3, megabytesPerSecond: 1);
        Compare(answers: 257, microsecondsPerAnswer: 1000);
        Assert.IsTrue(_way.IsReading);
        Read(replies: 10, megabytesPerSecond: 1);
        Assert.IsTrue(_way.IsReading, "the comparison was measured, and it is slower");
    }

    [TestMethod]
    public void Verify_ComparingWasSlowBefore_IsTriedAgain()
    {
        Load(megabytesPerSecond: 200);
        _way.Verify(znodes: 10_000, length: 10_000L * 4_200, hasMultiRead: true);
        Compare(answers: 257, microsecondsPerAnswer: 10_000);
        Assert.IsTrue(_way.IsReading);
        Read(replies: 10, megabytesPerSecond: 100);
        _way.Verify(znodes: 10_000, length: 10_000L * 4_200, hasMultiRead: true);
        Assert.IsFalse(_way.IsReading);
    }

    [TestMethod]
    public void Verify_NoMultiRead_KnowsNoPace()
    {
        Load(megabytesPerSecond: 1);
        _way.Verify(znodes: 10_000, length: 10_000L * 150, hasMultiRead: false);
        Assert.IsTrue(_way.IsReading);
    }

    [TestMethod]
    public void Load_AfterAComparison_Reads()
    {
        _way.Verify(znodes: 10, length: 10L * Megabyte, hasMultiRead: true);
        _way.Load();
        Assert.IsTrue(_way.IsReading);
    }

    private void Load(int megabytesPerSecond)
    {
        _way.Load();
        Read(replies: 4, megabytesPerSecond);
    }

    private void Read(int replies, int megabytesPerSecond)
    {
        for (; replies > 0; replies--)
        {
            _time.Advance(TimeSpan.FromSeconds((double)ReplyLength / megabytesPerSecond / Megabyte));
            _way.OnRead(ReplyLength);
        }
    }

    private void Compare(int answers, int microsecondsPerAnswer)
    {
        for (; answers > 0; answers--)
        {
            _time.Advance(TimeSpan.FromMicroseconds(microsecondsPerAnswer));
            _way.OnCompared();
        }
    }
}
