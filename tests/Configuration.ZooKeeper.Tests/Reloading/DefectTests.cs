using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>An unforeseen exception while a change is taken over.</summary>
[TestClass]
public sealed class DefectTests
{
    private const int DefectEvent = 2006;

    [TestMethod]
    public async Task Change_SomethingThrows_IsLoggedWithoutTheMessageAndLaterChangesAreSeen()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        var time = new BreakableTime();
        using var configuration = tree.Load(options =>
        {
            options.Connection.LoggerFactory = log;
            options.Connection.TimeProvider = time;
        });

        time.IsBroken = true;
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => log.Of(DefectEvent).Any());
        time.IsBroken = false;
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => configuration["Title"] == "three");

        var line = log.Of(DefectEvent).First();
        Assert.Contains("System.NotSupportedException", line.Text);
        Assert.DoesNotContain("s3cret", $"{line.Text} {line.Exception}");
    }

    private sealed class BreakableTime : TimeProvider
    {
        public volatile bool IsBroken;

        public override DateTimeOffset GetUtcNow() => IsBroken ? throw new NotSupportedException("s3cret") : base.GetUtcNow();
    }
}
