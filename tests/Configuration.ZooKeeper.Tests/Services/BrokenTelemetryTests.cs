using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>Samplers and processors of the application that throw cost spans and measurements, nothing else.</summary>
[TestClass]
[DoNotParallelize] // listeners are the whole process's
public sealed class BrokenTelemetryTests
{
    private const string Name = "Configuration.ZooKeeper";
    private const int PumpFailedEvent = 2006;

    /// <summary>Which callback throws.</summary>
    public enum Broken
    {
        Sampler,
        Start,
        Stop,
        Measurement,
    }

    [TestMethod]
    [DataRow(Broken.Sampler)]
    [DataRow(Broken.Start)]
    [DataRow(Broken.Stop)]
    [DataRow(Broken.Measurement)]
    public async Task Follow_ListenerThrows_ReloadsAndNotifies(Broken broken)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        using var _ = Listen(broken);
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var reloads = new Reloads(configuration);
        for (var round = 1; round <= 3; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await Eventually.TrueAsync(() => configuration["Title"] == $"{round}" && reloads.Count == round);
        }

        configuration.Reload();
        Assert.IsEmpty(log.Of(PumpFailedEvent));
        Assert.IsNull(configuration.Status().LastError);
        Assert.IsNull(Activity.Current);
    }

    [TestMethod]
    [DataRow(Broken.Sampler)]
    [DataRow(Broken.Start)]
    [DataRow(Broken.Stop)]
    public async Task Host_ListenerThrows_Starts(Broken broken)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddZooKeeper(tree.Options());
        using var host = builder.Build();
        using var _ = Listen(broken);

        await host.StartAsync();

        Assert.AreEqual("one", host.Services.GetRequiredService<IConfiguration>()["Title"]);
        await host.StopAsync();
    }

    private static IDisposable Listen(Broken broken)
    {
        if (broken == Broken.Measurement)
        {
            var meters = new MeterListener
            {
                InstrumentPublished = (instrument, listener) =>
                {
                    if (instrument.Meter.Name == Name)
                    {
                        listener.EnableMeasurementEvents(instrument);
                    }
                },
            };
            meters.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException());
            meters.Start();
            return meters;
        }

        var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                broken == Broken.Sampler ? throw new InvalidOperationException() : ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => ThrowIf(broken == Broken.Start),
            ActivityStopped = _ => ThrowIf(broken == Broken.Stop),
        };
        ActivitySource.AddActivityListener(activities);
        return activities;
    }

    private static void ThrowIf(bool isBroken)
    {
        if (isBroken)
        {
            throw new InvalidOperationException();
        }
    }
}
