using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>When reloads are validated: from the start of a host, at manual reloads, inside a pin, and no longer once the host is disposed.</summary>
[TestClass]
public sealed class ValidationOccasionsTests
{
    private const int ListenerFailedEvent = 2005;

    [TestMethod]
    public async Task Start_AlreadyInvalid_HoldsBackUntilCorrected()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "100"), ("Title", "one"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);
        Assert.AreEqual("100", configuration["Discount"]);

        await tree.SetAsync("Title", "two");
        await host.RejectedAsync();
        Assert.AreEqual("one", configuration["Title"]);

        await tree.SetAsync("Discount", "5");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.AreEqual(5, host.Monitor.CurrentValue.Discount);
    }

    [TestMethod]
    public async Task Reload_Invalid_IsRejectedToo()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        using var configuration = tree.Load(options => options.ReloadOnChange = false);
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);

        await tree.SetAsync("Discount", "100");
        configuration.Reload();

        Assert.Contains(Shop.DiscountFailure, host.RejectedReload()!.Reason);
        Assert.AreEqual("5", configuration["Discount"]);
        await tree.SetAsync("Discount", "6");
        configuration.Reload();
        Assert.IsNull(host.RejectedReload());
        Assert.AreEqual(6, host.Monitor.CurrentValue.Discount);
    }

    [TestMethod]
    public async Task Reload_InsideAPin_IsCheckedAsItIsAndThePinStays()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);
        await tree.SetAsync("Discount", "6");
        await Eventually.TrueAsync(() => configuration["Discount"] == "6");
        var zxid = Task.Run(() => tree.SetAsync("Discount", "100")).GetAwaiter().GetResult().Mzxid;

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("6", configuration["Discount"]);
            configuration.Reload();
            Assert.AreEqual("6", configuration["Discount"]);
        }

        Assert.Contains(Shop.DiscountFailure, host.RejectedReload()!.Reason);
        Assert.IsLessThan(zxid, configuration.Status().LastZxid);
        Assert.AreEqual("6", configuration["Discount"]);
    }

    [TestMethod]
    public async Task Change_HostIsDisposed_IsFollowedUnguarded()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);
        await tree.SetAsync("Discount", "100");
        await host.RejectedAsync();

        host.Dispose();
        await tree.SetAsync("Discount", "101");

        await Eventually.TrueAsync(() => configuration["Discount"] == "101");
        await host.TakenAsync();
        Assert.IsNull(configuration.Status().LastError);
        Assert.IsEmpty(log.Of(ListenerFailedEvent));
    }

    [TestMethod]
    public async Task Change_HostIsDisposedMeanwhile_ConfigurationGoesOn()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "0"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);

        for (var round = 1; round <= 10; round++)
        {
            using var inValidation = new ManualResetEventSlim();
            using var host = await ValidatedHost.StartAsync(configuration, shop => shop.Validate(_ =>
            {
                inValidation.Set();
                return true;
            }));
            await tree.SetAsync("Discount", $"{round}");
            Assert.IsTrue(inValidation.Wait(TimeSpan.FromMinutes(1)));
            host.Dispose();

            await Eventually.TrueAsync(() => configuration["Discount"] == $"{round}");
            await host.TakenAsync();
        }
    }
}
