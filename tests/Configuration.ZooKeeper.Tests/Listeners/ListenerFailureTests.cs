using System.Collections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Listeners;

/// <summary>What a listener throws is reported, and stops neither other listeners nor later reloads.</summary>
[TestClass]
public sealed class ListenerFailureTests
{
    private const int ListenerFailedEvent = 2005;

    [TestMethod]
    public async Task Change_ListenerThrows_OthersAndLaterReloadsRun()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var before = new Reloads(configuration);
        using var throwing = new Reloads(configuration, () => throw new InvalidOperationException());
        using var after = new Reloads(configuration);

        for (var round = 1; round <= 3; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await Eventually.TrueAsync(() => before.Count == round && throwing.Count == round && after.Count == round);
            Assert.AreEqual($"{round}", configuration["Title"]);
        }
    }

    [TestMethod]
    public async Task Change_ListenerThrows_TypeIsReportedAndMessageIsNot()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var one = new Reloads(configuration, () => throw new InvalidOperationException($"cannot use '{configuration["Title"]}'"));
        using var other = new Reloads(configuration, () => throw new AggregateException(new FormatException("two"), new TimeoutException("two")));

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => log.Of(ListenerFailedEvent).Any());

        var line = log.Of(ListenerFailedEvent).Single();
        foreach (var type in new[] { typeof(InvalidOperationException), typeof(FormatException), typeof(TimeoutException) })
        {
            Assert.Contains(type.FullName!, line.Text);
            Assert.Contains(type.FullName!, configuration.Status().LastError!);
        }

        Assert.DoesNotContain("two", line.Text);
        Assert.DoesNotContain("two", configuration.Status().LastError!);
        Assert.IsNull(line.Exception);
        Assert.AreEqual(LogLevel.Error, line.Level);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Change_ListenerThrowsWhatCannotBeDescribed_LaterChangesAreAnnounced(bool isValidation)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var throwing = new Reloads(
            configuration, () => throw (isValidation ? new OptionsValidationException("", typeof(Shop), FailuresThatThrow()) : new UnreadableException()));

        for (var round = 1; round <= 2; round++)
        {
            await tree.SetAsync("Title", $"{round}");
            await Eventually.TrueAsync(() => throwing.Count == round);
            await Eventually.TrueAsync(() => configuration.Status().LastError is not null);
        }

        Assert.Contains(isValidation ? nameof(OptionsValidationException) : nameof(UnreadableException), configuration.Status().LastError!);
    }

    [TestMethod]
    public async Task Change_LogLevelThatIsNone_KeyAndOptionsAreNamed()
    {
        await using var tree = await Subtree.CreateAsync(("Logging/LogLevel/Shop.Orders", "Information"));
        var log = new RecordingLogging();
        var builder = Host.CreateApplicationBuilder();
        builder.AddZooKeeper(tree.Options(options => options.Connection.LoggerFactory = log));
        builder.Logging.ClearProviders();
        using var host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<ILoggerFactory>();

        await tree.SetAsync("Logging/LogLevel/Shop.Orders", "Infomation");
        await Eventually.TrueAsync(() => log.Of(ListenerFailedEvent).Any());

        var line = log.Of(ListenerFailedEvent).First().Text;
        Assert.Contains(
            $"{typeof(InvalidOperationException)} while creating {typeof(LoggerFilterOptions)}, it is about the value of 'Logging:LogLevel:Shop.Orders'", line);
        Assert.DoesNotContain("Infomation", line);
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Change_BinderFails_ValueIsNotReported()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "1"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Shop>(configuration).BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Shop>>();
        using var listening = monitor.OnChange(_ => { });
        Assert.AreEqual(1, monitor.CurrentValue.Discount);

        await tree.SetAsync("Discount", "s3cret");
        await Eventually.TrueAsync(() => log.Of(ListenerFailedEvent).Any());
        Assert.DoesNotContain("s3cret", log.Of(ListenerFailedEvent).Single().Text);
        Assert.DoesNotContain("s3cret", configuration.Status().LastError!);

        await tree.SetAsync("Discount", "2");
        await Eventually.TrueAsync(() => DiscountOf(monitor) == 2);
    }

    [TestMethod]
    public async Task Change_ValidationFails_ItsOwnWordsAreShown()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "1"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var services = new ServiceCollection()
            .AddZooKeeperConfiguration()
            .AddOptions<Shop>().Bind(configuration).Validate(shop => shop.Discount < 100, "Discount must be below 100.")
            .Services.BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Shop>>();
        using var listening = monitor.OnChange(_ => { });

        await tree.SetAsync("Discount", "100");
        await Eventually.TrueAsync(() => log.Of(ListenerFailedEvent).Any());

        Assert.Contains("Shop: Discount must be below 100.", log.Of(ListenerFailedEvent).Single().Text);
        Assert.Contains("Shop: Discount must be below 100.", configuration.Status().LastError!);

        await tree.SetAsync("Discount", "5");
        await Eventually.TrueAsync(() => DiscountOf(monitor) == 5);
        Assert.IsNull(configuration.Status().LastError);
    }

    // Null while the monitor still has the exception of the reload before: it is told after the new one is published.
    private static int? DiscountOf(IOptionsMonitor<Shop> monitor)
    {
        try
        {
            return monitor.CurrentValue.Discount;
        }
        catch (Exception e) when (e is InvalidOperationException or OptionsValidationException)
        {
            return null;
        }
    }

    private static IEnumerable<string> FailuresThatThrow()
    {
        yield return "one";
        throw new InvalidOperationException();
    }

    private sealed class UnreadableException : Exception
    {
        public override IDictionary Data => throw new InvalidOperationException();
    }

    private sealed class Shop
    {
        public int Discount { get; set; }
    }
}
