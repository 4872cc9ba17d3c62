using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>What reload validators say of a candidate.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class ReloadValidatorsTests
{
    private readonly OfflineSource _source = new(("Title", "one"), ("Discount", "5"), ("Most", "10"));

    [TestMethod]
    public async Task Check_Validation_DecidesInItsOwnWords()
    {
        await using var services = await _source.Guarded(shop => shop.Validate(Shop.IsValid, Shop.DiscountFailure)).StartAsync(_source.Configuration);

        Assert.IsEmpty(_source.Check(("Discount", "99")));
        var rejection = _source.Check(("Discount", "100")).Single();

        Assert.AreEqual(typeof(Shop).FullName, rejection.OptionsType);
        Assert.AreEqual("", rejection.OptionsName);
        Assert.AreEqual(Shop.DiscountFailure, rejection.Failures.Single());
        Assert.AreEqual("5", _source.Configuration["Discount"]);
        Assert.AreEqual(5, services.GetRequiredService<IOptionsMonitor<Shop>>().CurrentValue.Discount);
    }

    [TestMethod]
    public async Task Check_ValueOfAWrongType_IsRejectedWithoutIt()
    {
        await using var services = await _source.Guarded(_ => { }).StartAsync(_source.Configuration);

        var rejection = _source.Check(("Discount", "s3cret")).Single();

        Assert.AreEqual("System.InvalidOperationException: the options could not be created, the value of 'Discount' cannot be converted to System.Int32", rejection.Failures.Single());
        Assert.DoesNotContain("s3cret", rejection.ToString());
    }

    [TestMethod]
    public async Task Check_NamedOptions_AreCheckedByName()
    {
        var registered = new ServiceCollection();
        foreach (var name in new[] { "eu", "us" })
        {
            registered.AddOptions<Shop>(name).Bind(_source.Configuration.GetSection(name)).Validate(Shop.IsValid, Shop.DiscountFailure).ValidateOnReload();
        }

        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.AreEqual("us", _source.Check(("eu:Discount", "1"), ("us:Discount", "100")).Single().OptionsName);
        Assert.HasCount(2, _source.Check(("eu:Discount", "100"), ("us:Discount", "x")));
        Assert.IsEmpty(_source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Check_CalledTwiceForTheSame_RunsOnce()
    {
        var runs = 0;
        await using var services = await _source.Guarded(shop => shop.Validate(_ => ++runs < 0, "no").ValidateOnReload().ValidateOnReload())
            .StartAsync(_source.Configuration);

        Assert.HasCount(1, _source.Check());
        Assert.AreEqual(1, runs);
    }

    [TestMethod]
    public async Task Check_OtherOptionsFirstReadInside_KeepNothingOfTheCandidate()
    {
        var registered = _source.Guarded(shop => shop.Validate<IOptionsMonitor<Limits>>((shop, limits) => shop.Discount <= limits.CurrentValue.Most, "too much"));
        registered.Configure<Limits>(_source.Configuration);
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.AreEqual("too much", _source.Check(("Discount", "20"), ("Most", "30")).Single().Failures.Single());

        Assert.AreEqual(10, services.GetRequiredService<IOptionsMonitor<Limits>>().CurrentValue.Most);
        Assert.AreEqual(10, services.GetRequiredService<IOptions<Limits>>().Value.Most);
    }

    [TestMethod]
    public async Task Check_SameOptionsReadInside_AreThoseInEffect()
    {
        // It is allowed to grow; what is in effect is not asked about what was before it.
        await using var services = await _source.Guarded(shop => shop.Validate<IServiceProvider>(
            (shop, services) => shop.Discount == 5 || shop.Discount >= services.GetRequiredService<IOptionsMonitor<Shop>>().CurrentValue.Discount,
            "must grow")).StartAsync(_source.Configuration);

        Assert.AreEqual("must grow", _source.Check(("Discount", "3")).Single().Failures.Single());
        Assert.IsEmpty(_source.Check(("Discount", "8")));

        Assert.AreEqual(5, services.GetRequiredService<IOptionsMonitor<Shop>>().CurrentValue.Discount);
    }

    [TestMethod]
    public async Task Check_DirectReadsInside_SeeTheCandidate()
    {
        await using var services = await _source.Guarded(shop => shop.Validate<IConfiguration>(
            (shop, configuration) => shop.Discount <= configuration.GetValue<int>("Most"), "too much")).StartAsync(_source.Configuration);

        Assert.IsEmpty(_source.Check(("Discount", "20"), ("Most", "30")));
        Assert.HasCount(1, _source.Check(("Discount", "5"), ("Most", "4")));
    }

    [TestMethod]
    public async Task Check_ThreadIsPinned_IsOfTheCandidateAndThePinStays()
    {
        await using var services = await _source.Guarded(
                shop => shop.Validate<IOptionsMonitor<Limits>>((shop, limits) => shop.Discount <= limits.CurrentValue.Most, "too much"))
            .Configure<Limits>(_source.Configuration).StartAsync(_source.Configuration);

        using (_source.Configuration.PinZooKeeper())
        {
            Assert.AreEqual("5", _source.Configuration["Discount"]);
            _source.Publish(("Discount", "6"), ("Most", "20"));

            Assert.IsEmpty(_source.Check(("Discount", "15")));
            Assert.HasCount(1, _source.Check(("Discount", "25")));

            Assert.AreEqual("5", _source.Configuration["Discount"]);
        }

        Assert.AreEqual("6", _source.Configuration["Discount"]);
    }

    [TestMethod]
    public async Task Check_ApplicationThrows_LeavesNoPin()
    {
        await using var services = await _source.Guarded(shop => shop.Configure(_ => throw new TimeoutException("s3cret"))).StartAsync(_source.Configuration);

        Assert.AreEqual("System.TimeoutException: the options could not be created", _source.Check(("Title", "two")).Single().Failures.Single());

        Assert.AreEqual("one", _source.Configuration["Title"]);
        _source.Publish(("Title", "two"));
        Assert.AreEqual("two", _source.Configuration["Title"]);
    }

    [TestMethod]
    public async Task Check_ValidationReloads_IsRejectedAndEnds()
    {
        IReadOnlyList<ZooKeeperInvalidOptions> inner = [];
        await using var services = await _source.Guarded(shop => shop.Validate(_ =>
        {
            inner = _source.Check(("Title", "again"));
            return true;
        })).StartAsync(_source.Configuration);

        Assert.IsEmpty(_source.Check(("Title", "two")));
        Assert.AreEqual("the configuration was reloaded inside the validation", inner.Single().Failures.Single());
    }

    [TestMethod]
    public async Task Check_TwoSources_OtherIsAsPublished()
    {
        var other = new OfflineSource(("Title", "of the other"));
        using var configuration = new ConfigurationRoot([_source.Provider, other.Provider]);
        var registered = new ServiceCollection();
        registered.AddOptions<Shop>().Bind(configuration)
            .Validate(shop => !(shop.Discount == 1 && shop.Title == "two"), "both").ValidateOnReload();
        await using var services = await registered.StartAsync(configuration);

        Assert.IsEmpty(_source.Check(("Discount", "1")));
        Assert.IsEmpty(other.Check(("Title", "two")));
        _source.Publish(("Discount", "1"));
        Assert.AreEqual("both", other.Check(("Title", "two")).Single().Failures.Single());
    }

    [TestMethod]
    public async Task Check_TwoHosts_BothDecide()
    {
        await using var one = await _source.Guarded(shop => shop.Validate(shop => shop.Title != "two", "one does not like it")).StartAsync(_source.Configuration);
        await using var other = await _source.Guarded(shop => shop.Validate(shop => shop.Title != "two", "other does not like it")).StartAsync(_source.Configuration);

        Assert.HasCount(2, _source.Check(("Title", "two")));
        await one.DisposeAsync();

        Assert.AreEqual("other does not like it", _source.Check(("Title", "two")).Single().Failures.Single());
    }
}
