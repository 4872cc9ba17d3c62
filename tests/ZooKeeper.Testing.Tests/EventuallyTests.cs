namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class EventuallyTests
{
    [TestMethod]
    public async Task TrueAsync_BecomesTrue_Returns()
    {
        var calls = 0;

        await Eventually.TrueAsync(() => ++calls == 3);

        Assert.AreEqual(3, calls);
    }

    [TestMethod]
    public async Task TrueAsync_NeverTrue_NamesCondition()
    {
        var calls = 0;

        var e = await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => Eventually.TrueAsync(() => calls < 0, TimeSpan.FromMilliseconds(50)));

        Assert.Contains("calls < 0", e.Message);
    }

    [TestMethod]
    public async Task TrueAsync_ConditionHangs_TimesOut()
    {
        var never = new TaskCompletionSource<bool>();

        await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => Eventually.TrueAsync(() => never.Task, TimeSpan.FromMilliseconds(50)));
    }
}
