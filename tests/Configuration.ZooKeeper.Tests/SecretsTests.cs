using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Tests;

/// <summary>
/// Values are secrets: none appears in a log line at any level, in a status, in an exception that is ours, in an activity or in a measurement, whatever goes wrong.
/// </summary>
[TestClass]
public sealed class SecretsTests
{
    private const string Secret = "s3cret-v4lue-of-a-whole-life";

    [TestMethod]
    [DataRow(false, DisplayName = "logging of the host")]
    [DataRow(true, DisplayName = "logging of the source")]
    public async Task Run_WholeLife_NoValueIsDisclosed(bool hasOwnLogging)
    {
        using var disclosures = new Disclosures();
        await using var life = await WholeLife.StartAsync(Secret, hasOwnLogging);

        await life.RunAsync();

        foreach (var id in new[] { 1000, 1001, 1002, 1003, 1201, 2000, 2002, 2003, 2004, 2005 })
        {
            Assert.IsNotEmpty(life.Log.Of(id), $"Event {id} should have been logged.");
        }

        Assert.Contains(LogLevel.Debug, life.Log.Lines.Select(line => line.Level));
        Assert.IsNotEmpty(disclosures.Activities.Where(activity => activity.StartsWith("Configuration.ZooKeeper", StringComparison.Ordinal)));
        Assert.IsNotEmpty(disclosures.Measurements.Where(measured => measured.StartsWith("Configuration.ZooKeeper", StringComparison.Ordinal)));
        Assert.IsNotEmpty(disclosures.ExceptionsOfApplication.Where(HasSecret), "The binder should have quoted a value.");
        AssertNoneHasSecret(life.Log.Lines.Select(line => $"{line.Level}: {line.Text} {line.Values} {line.Exception}"));
        AssertNoneHasSecret(life.Told);
        AssertNoneHasSecret(disclosures.Exceptions);
        AssertNoneHasSecret(disclosures.Activities);
        AssertNoneHasSecret(disclosures.Measurements);
    }

    [TestMethod]
    public void Disclosures_OfAnybody_AreSeen()
    {
        using var source = new ActivitySource("probe");
        using var meter = new Meter("probe");
        var counter = meter.CreateCounter<int>("count");
        _ = meter.CreateObservableGauge("gauge", () => new Measurement<int>(1, KeyValuePair.Create("tag", (object?)$"{Secret} gauge")));
        using var disclosures = new Disclosures();

        counter.Add(1, KeyValuePair.Create("tag", (object?)$"{Secret} counter"));
        using (var activity = source.StartActivity("probe"))
        {
            activity!.AddEvent(new ActivityEvent("event", tags: new() { ["tag"] = $"{Secret} event" }));
        }

        Assert.HasCount(1, disclosures.Activities.Where(seen => seen.Contains($"{Secret} event", StringComparison.Ordinal)));
        var measured = disclosures.Measurements;
        Assert.HasCount(1, measured.Where(seen => seen.Contains($"{Secret} counter", StringComparison.Ordinal)));
        Assert.HasCount(1, measured.Where(seen => seen.Contains($"{Secret} gauge", StringComparison.Ordinal)));
    }

    private static void AssertNoneHasSecret(IEnumerable<string> texts) => Assert.AreEqual("", string.Join('\n', texts.Where(HasSecret)));

    private static bool HasSecret(string text) => text.Contains(Secret, StringComparison.OrdinalIgnoreCase);
}
