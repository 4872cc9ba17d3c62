using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>Services of the application that a check of a candidate creates.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class ServicesInChecksTests
{
    private readonly OfflineSource _source = new(("Title", "one"), ("Discount", "5"), ("Most", "10"));

    [TestMethod]
    public async Task Check_SingletonFirstMadeForTheValidation_KeepsNothingOfTheCandidate()
    {
        var registered = _source.Guarded(shop => shop.Validate<MostOfAll>((shop, most) => shop.Discount <= most.Value, "too much"));
        registered.AddSingleton<MostOfAll>();
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.HasCount(1, _source.Check(("Discount", "20"), ("Most", "30")));

        Assert.AreEqual(10, services.GetRequiredService<MostOfAll>().Value);
    }

    [TestMethod]
    public async Task Check_FactoryOfTheApplication_SeesTheCandidateAndOthersDoNot()
    {
        var registered = _source.Guarded(_ => { });
        registered.AddSingleton<IOptionsFactory<Shop>, OwnFactory>().Configure<Limits>(_source.Configuration);
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.IsEmpty(_source.Check(("Discount", "9"), ("Most", "8")));
        Assert.HasCount(1, _source.Check(("Discount", "11"), ("Most", "30")));

        Assert.AreEqual(10, services.GetRequiredService<IOptions<Limits>>().Value.Most);
        Assert.AreEqual(5, services.GetRequiredService<IOptions<Shop>>().Value.Discount);
    }

    [TestMethod]
    public async Task Check_ScopedServices_LiveAsLongAsTheCheck()
    {
        var registered = _source.Guarded(_ => { });
        registered.AddScoped<IValidateOptions<Shop>, ScopedValidator>();
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.AreEqual("scoped", _source.Check().Single().Failures.Single());
        Assert.AreEqual("scoped", _source.Check().Single().Failures.Single());

        Assert.HasCount(2, ScopedValidator.Disposed.Distinct());
    }

    [TestMethod]
    public async Task Check_ValidationCannotBeMade_IsRejected()
    {
        var registered = _source.Guarded(_ => { });
        registered.AddSingleton<IValidateOptions<Shop>>(_ => throw new NotSupportedException());
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.AreEqual("System.NotSupportedException: the options could not be created", _source.Check().Single().Failures.Single());
    }

    private sealed class MostOfAll(IConfiguration configuration)
    {
        public int Value { get; } = configuration.GetValue<int>("Most");
    }

    /// <summary>Reads the configuration itself, and pins nothing.</summary>
    private sealed class OwnFactory(IConfiguration configuration, IServiceProvider services) : IOptionsFactory<Shop>
    {
        public Shop Create(string name)
        {
            var shop = new Shop { Discount = configuration.GetValue<int>("Discount") };
            return shop.Discount <= services.GetRequiredService<IOptions<Limits>>().Value.Most
                ? shop
                : throw new OptionsValidationException(name, typeof(Shop), ["too much"]);
        }
    }

    private sealed class ScopedValidator : IValidateOptions<Shop>, IAsyncDisposable
    {
        public static readonly List<ScopedValidator> Disposed = [];

        public ValidateOptionsResult Validate(string? name, Shop options) => ValidateOptionsResult.Fail(Disposed.Contains(this) ? "disposed" : "scoped");

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            Disposed.Add(this);
        }
    }
}
