using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>A state of which guarded options cannot be created is never seen by anybody.</summary>
[TestClass]
public sealed class ValidatedReloadTests
{
    private const int ReloadedEvent = 2000;
    private const int RejectedEvent = 2002;
    private const int ListenerFailedEvent = 2005;

    [TestMethod]
    public async Task Change_Invalid_ReachesNobodyUntilCorrected()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"), ("Title", "one"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);
        using var reloads = new Reloads(configuration);
        using var witness = new Witness(host, configuration);

        await tree.SetAsync("Discount", "100");
        Assert.Contains(Shop.DiscountFailure, await host.RejectedAsync());
        await tree.SetAsync("Title", "two");
        await tree.SetAsync("Discount", "101");
        configuration.Reload();
        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual(5, host.Monitor.CurrentValue.Discount);

        await tree.SetAsync("Discount", "6");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue is { Discount: 6, Title: "two" });
        Assert.IsNull(host.RejectedReload());
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Title == "three");
        CollectionAssert.AreEquivalent(new[] { 5, 6 }, witness.Stop());
    }

    [TestMethod]
    public async Task Change_InvalidAndDeleted_Heals()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(configuration, Shop.Guard);

        await tree.SetAsync("Discount", "100");
        await host.RejectedAsync();
        await tree.DeleteAsync("Discount");

        await host.TakenAsync();
        Assert.IsNull(configuration["Discount"]);
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue is { Title: "two", Discount: 0 });
    }

    [TestMethod]
    public async Task Change_OfAWrongType_IsRejectedWithoutTheValue()
    {
        const string Secret = "s3cret-v4lue";
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var host = await ValidatedHost.StartAsync(configuration, _ => { });
        using var listening = host.Monitor.OnChange(_ => { });

        await tree.SetAsync("Discount", Secret);
        var reason = await host.RejectedAsync();
        configuration.Reload();

        Assert.Contains(typeof(Shop).FullName!, reason);
        Assert.Contains(typeof(InvalidOperationException).FullName!, reason);
        Assert.HasCount(1, log.Of(RejectedEvent));
        Assert.IsEmpty(log.Of(ListenerFailedEvent));
        var status = JsonSerializer.Serialize(configuration.Status()) + configuration.Status();
        Assert.DoesNotContain(Secret, status);
        Assert.IsEmpty(log.Lines.Where(line => $"{line.Text} {line.Values} {line.Exception}".Contains(Secret, StringComparison.OrdinalIgnoreCase)));
        Assert.AreEqual("5", configuration["Discount"]);

        await tree.SetAsync("Discount", "6");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Discount == 6);
    }

    [TestMethod]
    [DataRow(false, Shop.DiscountFailure)]
    [DataRow(true, "Discount must be between 0 and 99.")]
    public async Task Change_InvalidByAttributes_IsRejected(bool isGenerated, string failure)
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(configuration, shop =>
        {
            if (isGenerated)
            {
                shop.Services.AddSingleton<IValidateOptions<Shop>, ShopValidator>();
            }
            else
            {
                shop.ValidateDataAnnotations();
            }
        });

        await tree.SetAsync("Discount", "100");

        Assert.Contains(failure, await host.RejectedAsync());
        Assert.AreEqual(5, host.InScope().Discount);
        await tree.SetAsync("Discount", "6");
        await Eventually.TrueAsync(() => host.InScope().Discount == 6);
    }

    [TestMethod]
    public async Task Change_ValidationThrows_IsRejectedByType()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartAsync(
            configuration, shop => shop.Validate(shop => shop.Title != "two" ? true : throw new TimeoutException($"cannot ask about '{shop.Title}'")));

        await tree.SetAsync("Title", "two");
        var reason = await host.RejectedAsync();

        Assert.Contains("System.TimeoutException: the options could not be created", reason);
        Assert.DoesNotContain("two", reason);
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Title == "three");
    }

    [TestMethod]
    public async Task Change_InvalidNamedOptions_HoldBackAll()
    {
        await using var tree = await Subtree.CreateAsync(("eu/Discount", "5"), ("us/Discount", "5"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartWithAsync(configuration, services =>
        {
            foreach (var name in new[] { "eu", "us" })
            {
                services.AddOptions<Shop>(name).Bind(configuration.GetSection(name)).Validate(Shop.IsValid, Shop.DiscountFailure).ValidateOnReload();
            }
        });

        await tree.Client.MultiAsync(new Multi().SetData(tree.PathOf("eu/Discount"), "6"u8.ToArray()).SetData(tree.PathOf("us/Discount"), "100"u8.ToArray()));

        Assert.Contains($"{typeof(Shop)} 'us': {Shop.DiscountFailure}", await host.RejectedAsync());
        var rejection = host.RejectedReload()!.InvalidOptions.Single();
        Assert.AreEqual(typeof(Shop).FullName, rejection.OptionsType);
        Assert.AreEqual("us", rejection.OptionsName);
        Assert.AreEqual(Shop.DiscountFailure, rejection.Failures.Single());
        CollectionAssert.AreEquivalent(new[] { tree.PathOf("eu/Discount"), tree.PathOf("us/Discount") }, host.RejectedReload()!.ChangedPaths.ToArray());
        Assert.AreEqual(5, host.Monitor.Get("eu").Discount);
        await tree.SetAsync("us/Discount", "7");
        await Eventually.TrueAsync(() => host.Monitor.Get("us").Discount == 7 && host.Monitor.Get("eu").Discount == 6);
    }

    [TestMethod]
    public async Task Change_OtherOptionsFirstReadByTheValidation_KeepNothingThatWasRejected()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"), ("Most", "10"));
        using var configuration = tree.Load();
        using var host = await ValidatedHost.StartWithAsync(configuration, services =>
        {
            services.Configure<Limits>(configuration);
            services.AddOptions<Shop>().Bind(configuration)
                .Validate<IOptionsMonitor<Limits>>((shop, limits) => shop.Discount <= limits.CurrentValue.Most, "Too much.").ValidateOnReload();
        });

        await tree.SetAllAsync(["Discount", "Most"], "20");
        Assert.Contains("Too much.", await host.RejectedAsync());
        var limits = host.Services.GetRequiredService<IOptionsMonitor<Limits>>();
        Assert.AreEqual(10, limits.CurrentValue.Most);

        await tree.SetAsync("Discount", "9");
        await Eventually.TrueAsync(() => limits.CurrentValue.Most == 20 && host.Monitor.CurrentValue.Discount == 9);
        await tree.SetAsync("Discount", "20");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Discount == 20);
    }

    [TestMethod]
    public async Task Change_TypeOnTwoSources_EachIsCheckedWithTheOther()
    {
        await using var one = await Subtree.CreateAsync(("Discount", "5"));
        await using var other = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(one.Options()).AddZooKeeper(other.Options()).Build();
        using var host = await ValidatedHost.StartAsync(
            configuration, shop => shop.Validate(shop => shop.Discount < 50 || shop.Title == "sale", "Only in a sale."));

        await one.SetAsync("Discount", "60");
        Assert.Contains("Only in a sale.", await host.RejectedAsync(source: 0));
        Assert.IsNull(host.RejectedReload(source: 1));
        await other.SetAsync("Title", "sale");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Title == "sale");
        await one.SetAsync("Discount", "61");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Discount == 61);
        Assert.IsNull(host.RejectedReload(source: 0));

        await other.SetAsync("Title", "two");
        Assert.Contains("Only in a sale.", await host.RejectedAsync(source: 1));
        Assert.AreEqual("sale", configuration["Title"]);
    }

    [TestMethod]
    public async Task Change_GuardedTwice_IsRejectedAndLoggedOnce()
    {
        await using var tree = await Subtree.CreateAsync(("Discount", "5"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var host = await ValidatedHost.StartAsync(configuration, shop => Shop.Guard(shop.ValidateOnReload().ValidateOnReload()));

        await tree.SetAsync("Discount", "100");
        var reason = await host.RejectedAsync();
        configuration.Reload();

        Assert.HasCount(2, reason.Split(Shop.DiscountFailure), "The failure is told once.");
        Assert.HasCount(1, log.Of(RejectedEvent));
        Assert.HasCount(1, log.Of(ReloadedEvent));
    }
}
