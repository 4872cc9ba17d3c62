using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Tests.Services;

/// <summary>A service provider disposes the configuration that a host still uses, so that it no longer follows the znodes.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class DisposedConfigurationTests
{
    private const int DisposedEarlyEvent = 2015;

    [TestMethod]
    public async Task Host_AnEarlierServiceProviderDisposedItsConfiguration_WarnsAndStaysStale()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddZooKeeper(tree.Options());
        using (var early = builder.Services.BuildServiceProvider())
        {
            early.GetRequiredService<IConfiguration>();
        }

        using var host = builder.Build();
        await host.StartAsync();

        Assert.AreEqual(LogLevel.Warning, log.Of(DisposedEarlyEvent).Single().Level);
        Assert.Contains(tree.Path, log.Of(DisposedEarlyEvent).Single().Text);
        var status = builder.Configuration.Status();
        Assert.IsTrue(status.IsStale);
        Assert.IsNotNull(status.LastError);
        Assert.AreEqual("one", builder.Configuration["Shop:Title"]);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Host_ALaterServiceProviderDisposesItsConfiguration_WarnsAndIsStale()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.AddZooKeeper(tree.Options());
        using var host = builder.Build();
        await host.StartAsync();
        Assert.IsEmpty(log.Of(DisposedEarlyEvent));

        using (var other = builder.Services.BuildServiceProvider())
        {
            other.GetRequiredService<IConfiguration>();
        }

        Assert.Contains("before the host stopped", log.Of(DisposedEarlyEvent).Single().Text);
        var status = builder.Configuration.Status();
        Assert.IsTrue(status.IsStale);
        Assert.IsNotNull(status.LastError);
        await host.StopAsync();
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Host_StopsOrIsDisposed_DoesNotWarn(bool isStopped)
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        using var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddZooKeeper(tree.Options(options => options.Connection.LoggerFactory = log));
        using (var host = builder.Build())
        {
            await host.StartAsync();
            if (isStopped)
            {
                await host.StopAsync();
                ((IDisposable)builder.Configuration).Dispose();
            }
        }

        Assert.IsEmpty(log.Of(DisposedEarlyEvent));
    }
}
