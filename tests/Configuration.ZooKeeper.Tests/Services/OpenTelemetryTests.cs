using System.Collections.Concurrent;
using System.Diagnostics;
using Configuration.ZooKeeper.Tests.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>What OpenTelemetry's own SDK collects, by the names that docs/diagnostics.md gives.</summary>
[TestClass]
public sealed class OpenTelemetryTests
{
    private const string Name = "Configuration.ZooKeeper";
    private const string PathsTag = "configuration.zookeeper.paths";

    [TestMethod]
    public async Task Metrics_OfALife_AreCollectedWithTheirPaths()
    {
        var metrics = new Metrics();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(Name).AddReader(new BaseExportingMetricReader(metrics)).Build();
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        using (var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero))
        {
            using var failing = configuration.GetReloadToken().RegisterChangeCallback(_ => throw new InvalidTimeZoneException(), null);
            await tree.SetAsync("Title", "two");
            await Eventually.TrueAsync(() => configuration["Title"] == "two" && configuration.Status().LastError is not null);
            await tree.SetAsync("Title", [0xFF]);
            await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

            await Eventually.TrueAsync(() => Collect() >= 3);
            Assert.AreEqual(2, metrics.Sum("configuration.zookeeper.reloads", tree.Path), "the first load and one change");
            Assert.AreEqual(1, metrics.Count("configuration.zookeeper.load.duration", tree.Path));
            Assert.AreEqual(1, metrics.Sum("configuration.zookeeper.listener_failures", tree.Path, "System.InvalidTimeZoneException"));
            Assert.AreEqual(1, metrics.Sum("configuration.zookeeper.rejected_reloads", tree.Path, "malformed"));
            Assert.AreEqual(1, metrics.Count("configuration.zookeeper.reload.duration", tree.Path, "malformed"));
            Assert.AreEqual(1, metrics.Count("configuration.zookeeper.reload.duration", tree.Path));
            Assert.AreEqual(2, metrics.Sum("configuration.zookeeper.keys", tree.Path));
            Assert.AreEqual(1, metrics.Sum("configuration.zookeeper.rejected", tree.Path));
            Assert.AreEqual(0, metrics.Sum("configuration.zookeeper.stale", tree.Path));
            Assert.AreEqual(0, metrics.Sum("configuration.zookeeper.unreadable_znodes", tree.Path));
        }

        Collect();
        Assert.IsNull(metrics.Sum("configuration.zookeeper.keys", tree.Path), "a source that was closed is not observed");

        // The duration of a reload is recorded after the state is in effect.
        long Collect()
        {
            metrics.Points.Clear();
            provider.ForceFlush();
            return (metrics.Count("configuration.zookeeper.reload.duration", tree.Path) ?? 0) +
                (metrics.Count("configuration.zookeeper.reload.duration", tree.Path, "malformed") ?? 0) + 1;
        }
    }

    [TestMethod]
    public async Task Spans_OfALife_TellWhatHappened()
    {
        var spans = new Spans();
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using (Sdk.CreateTracerProviderBuilder().AddSource(Name).AddProcessor(new SimpleActivityExportProcessor(spans)).Build())
        {
            using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
            var write = await tree.SetAsync("Title", "two");
            await Eventually.TrueAsync(() => Notifications().Length == 1);
            await tree.SetAsync("Title", [0xFF]);
            await Eventually.TrueAsync(() => Loads().Length == 3);

            var (load, reload, rejected) = (Loads()[0], Loads()[1], Loads()[2]);
            Assert.AreEqual("configuration.zookeeper.load", load.OperationName);
            Assert.AreEqual("configuration.zookeeper.reload", reload.OperationName);
            Assert.AreEqual(reload.SpanId, Notifications().Single().ParentSpanId);
            Assert.IsGreaterThanOrEqualTo(write.Mzxid, ZxidOf(reload), "others write to the server, too");
            Assert.IsLessThanOrEqualTo(ZxidOf(rejected), ZxidOf(reload));
            Assert.AreEqual(1, reload.GetTagItem("configuration.zookeeper.changed_keys"));
            Assert.AreEqual(ActivityStatusCode.Unset, reload.Status);
            Assert.AreEqual("malformed", rejected.GetTagItem("error.type"));
            Assert.AreEqual(ActivityStatusCode.Error, rejected.Status);
        }

        Activity[] Loads() => [.. spans.Of(tree.Path).Where(span => span.OperationName != "configuration.zookeeper.notify")];

        Activity[] Notifications() => [.. spans.Of(tree.Path).Where(span => span.OperationName == "configuration.zookeeper.notify")];
    }

    [TestMethod]
    public async Task Metrics_ProviderBuiltAfterTheLoad_HaveTheLoad()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var metrics = new Metrics();

        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(Name).AddReader(new BaseExportingMetricReader(metrics)).Build();
        provider.ForceFlush();

        Assert.AreEqual(1, metrics.Sum("configuration.zookeeper.reloads", tree.Path));
        Assert.IsGreaterThan(0.0, metrics.Sum("configuration.zookeeper.load.duration", tree.Path)!.Value);
        Assert.AreEqual(1, metrics.Sum("configuration.zookeeper.keys", tree.Path));
    }

    // Alone: other tests listen to all traces of the process.
    [TestMethod]
    [DoNotParallelize]
    public async Task Spans_ProviderOfAHost_HasTheLoadOnce()
    {
        var spans = new Spans();
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var before = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var configuration = tree.Load();
        var after = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var host = await ValidatedHost.StartWithAsync(configuration, services =>
        {
            services.AddZooKeeperConfiguration();
            services.AddHostedService(_ => new Tracing(spans));
        });

        var load = spans.Of(tree.Path).Single();

        Assert.AreEqual("configuration.zookeeper.load", load.OperationName);
        Assert.AreEqual(1, load.GetTagItem("configuration.zookeeper.changed_keys"));
        Assert.IsGreaterThan(0, ZxidOf(load));
        Assert.IsTrue(before <= load.StartTimeUtc && load.StartTimeUtc + load.Duration <= after);
    }

    [TestMethod]
    public async Task Spans_NobodyListens_LeaveTheApplicationsOwnAlone()
    {
        using var application = new ActivitySource("Application");
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == application,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load();
        await tree.SetAsync("Title", [0xFF]);
        using var request = application.StartActivity("request");

        configuration.Reload();

        Assert.IsNotNull(configuration.Status().RejectedReload);
        Assert.IsEmpty(request!.TagObjects);
        Assert.AreEqual(ActivityStatusCode.Unset, request.Status);
    }

    private static long ZxidOf(Activity span) => Convert.ToInt64((string)span.GetTagItem("configuration.zookeeper.zxid")!, 16);

    private sealed class Metrics : BaseExporter<Metric>
    {
        public ConcurrentQueue<(string Name, string? Paths, string? Error, long Count, double Sum)> Points { get; } = new();

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    var (paths, error) = Tags(point);
                    Points.Enqueue(metric.MetricType == MetricType.Histogram
                        ? (metric.Name, paths, error, point.GetHistogramCount(), point.GetHistogramSum())
                        : metric.MetricType == MetricType.DoubleGauge
                        ? (metric.Name, paths, error, 1, point.GetGaugeLastValueDouble())
                        : (metric.Name, paths, error, 1, point.GetSumLong()));
                }
            }

            return ExportResult.Success;
        }

        public double? Sum(string name, string paths, string? error = null) => Find(name, paths, error)?.Sum;

        public long? Count(string name, string paths, string? error = null) => Find(name, paths, error)?.Count;

        private static (string? Paths, string? Error) Tags(in MetricPoint point)
        {
            (string? Paths, string? Error) tags = default;
            foreach (var tag in point.Tags)
            {
                tags = tag.Key == PathsTag ? tags with { Paths = tag.Value as string } : tags with { Error = tag.Value as string };
            }

            return tags;
        }

        private (string Name, string? Paths, string? Error, long Count, double Sum)? Find(string name, string paths, string? error) => Points
            .Where(point => point.Name == name && point.Paths == paths && point.Error == error)
            .Select(point => ((string, string?, string?, long, double)?)point)
            .SingleOrDefault();
    }

    // As the hosting package of OpenTelemetry does it.
    private sealed class Tracing(Spans spans) : IHostedService, IDisposable
    {
        private TracerProvider? _provider;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _provider = Sdk.CreateTracerProviderBuilder().AddSource(Name).AddProcessor(new SimpleActivityExportProcessor(spans)).Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => _provider?.Dispose();
    }

    private sealed class Spans : BaseExporter<Activity>
    {
        private readonly ConcurrentQueue<Activity> _activities = new();

        public IReadOnlyList<Activity> Of(string paths) => [.. _activities.Where(activity => activity.GetTagItem(PathsTag) as string == paths)];

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var activity in batch)
            {
                _activities.Enqueue(activity);
            }

            return ExportResult.Success;
        }
    }
}
