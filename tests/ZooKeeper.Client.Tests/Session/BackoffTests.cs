using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class BackoffTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    [TestMethod]
    public void Next_AfterEachFailure_HasTwiceTheCeilingUpToTheLongest()
    {
        for (var failures = 0; failures < 100; failures++)
        {
            var ceiling = Math.Min(100 * Math.Pow(2, failures), Longest.TotalMilliseconds);
            var waits = Draw(failures);
            Assert.IsTrue(waits.All(wait => wait >= 0 && wait <= ceiling), $"{failures} failures: {waits.Max()} ms is over {ceiling} ms");
        }
    }

    [TestMethod]
    public void Next_DrawsFromTheWholeRange()
    {
        var waits = Draw(failures: 20);
        Assert.IsLessThan(Longest.TotalMilliseconds / 4, waits.Min());
        Assert.IsGreaterThan(Longest.TotalMilliseconds / 4 * 3, waits.Max());
    }

    [TestMethod]
    public void Reset_BeginsAgain()
    {
        var backoff = new Backoff(Longest);
        for (var i = 0; i < 30; i++)
        {
            backoff.Next();
        }

        backoff.Reset();
        Assert.IsLessThanOrEqualTo(TimeSpan.FromMilliseconds(100), backoff.Next());
    }

    [TestMethod]
    public void Slow_DrawsFromTheWholeRangeAtOnce() =>
        Assert.IsGreaterThan(1000, Enumerable.Range(0, 200).Max(_ =>
        {
            var backoff = new Backoff(Longest);
            backoff.Slow();
            return backoff.Next().TotalMilliseconds;
        }));

    [TestMethod]
    public void Next_WhileTheSessionMayLive_IsShort()
    {
        var backoff = new Backoff(Longest);
        for (var i = 0; i < 200; i++)
        {
            Assert.IsLessThanOrEqualTo(TimeSpan.FromSeconds(2), backoff.Next(TimeSpan.FromSeconds(2)));
        }
    }

    private static double[] Draw(int failures) =>
    [
        .. Enumerable.Range(0, 200).Select(_ =>
        {
            var backoff = new Backoff(Longest);
            for (var i = 0; i < failures; i++)
            {
                backoff.Next();
            }

            return backoff.Next().TotalMilliseconds;
        }),
    ];
}
