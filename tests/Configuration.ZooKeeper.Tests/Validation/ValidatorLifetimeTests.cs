using Configuration.ZooKeeper.Validation;
using Configuration.ZooKeeper.Hosting;
using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>Validators act from the start of a host until its container is disposed.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class ValidatorLifetimeTests
{
    private readonly OfflineSource _source = new(("Discount", "5"));

    [TestMethod]
    public void Check_HostedServicesNotCreated_IsGood()
    {
        using var services = Guarded().AddSingleton<IConfiguration>(_source.Configuration).BuildServiceProvider();

        Assert.IsEmpty(_source.Check(("Discount", "100")));
    }

    // The startup validators of a host run between the creation of its hosted services and their start.
    [TestMethod]
    public void Check_HostedServicesCreated_Acts()
    {
        using var services = Guarded().AddSingleton<IConfiguration>(_source.Configuration).BuildServiceProvider();
        _ = services.GetServices<IHostedService>().ToArray();

        Assert.HasCount(1, _source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Create_OtherHostedServices_IsAfterTheValidatorsAreArmed()
    {
        var registered = new ServiceCollection();
        IReadOnlyList<ZooKeeperInvalidOptions> atCreation = [];
        registered.AddSingleton<IHostedService>(_ =>
        {
            atCreation = _source.Check(("Discount", "100"));
            return new AtStart(() => { });
        });
        registered.AddOptions<Shop>().Bind(_source.Configuration).Validate(Shop.IsValid, Shop.DiscountFailure).ValidateOnReload();

        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.HasCount(1, atCreation);
    }

    [TestMethod]
    public async Task Starting_OfAHost_IsBeforeOtherServicesStart()
    {
        var builder = Builder();
        IReadOnlyList<ZooKeeperInvalidOptions> atStart = [];
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(new AtStart(() => atStart = _source.Check(("Discount", "100")))));
        using var host = builder.Build();
        Assert.IsEmpty(_source.Check(("Discount", "100")));

        await host.StartAsync();

        Assert.HasCount(1, atStart);
        Assert.HasCount(1, _source.Check(("Discount", "100")));
        await host.StopAsync();
    }

    [TestMethod]
    public async Task Start_LifecycleIsUnknownToTheHost_ArmsToo()
    {
        await using var services = await Guarded().StartAsync(_source.Configuration);

        Assert.HasCount(1, _source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Stop_UntilDisposed_StillActs()
    {
        using var host = Builder().Build();
        await host.StartAsync();
        await host.StopAsync();
        Assert.HasCount(1, _source.Check(("Discount", "100")));

        host.Dispose();

        Assert.IsEmpty(_source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Dispose_OfTheAttachment_TakesTheGuardsAway()
    {
        // The container lives, so that it is not what ends the guarding.
        using var services = Guarded().BuildServiceProvider();
        var guards = new HostValidators(services.GetServices<ReloadValidator>(), services.GetRequiredService<IServiceScopeFactory>());
        var attachment = HostAttachment.Attach(_source.Configuration, NullLoggerFactory.Instance, guards, new MonitorCaches());
        await attachment.StartingAsync(CancellationToken.None);
        await attachment.StartAsync(CancellationToken.None);
        Assert.HasCount(1, _source.Check(("Discount", "100")));

        attachment.Dispose();

        Assert.IsEmpty(_source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Dispose_InsideTheCheck_IsNoRejection()
    {
        ServiceProvider? services = null;
        var registered = new ServiceCollection();
        registered.AddOptions<Shop>().Configure<IServiceProvider>((_, provider) =>
        {
            services!.Dispose();
            provider.GetRequiredService<IConfiguration>();
        }).ValidateOnReload();
        services = await registered.StartAsync(_source.Configuration);

        Assert.IsEmpty(_source.Check(("Discount", "100")));
    }

    [TestMethod]
    public async Task Dispose_NotYetToldOfIt_IsNoRejection()
    {
        // Services are disposed in the order opposite to that in which they were made: this one before the guards are told.
        var registered = Guarded();
        IReadOnlyList<ZooKeeperInvalidOptions>? meanwhile = null;
        registered.AddSingleton(_ => new AtDispose(() => meanwhile = _source.Check(("Discount", "100"))));
        var services = await registered.StartAsync(_source.Configuration);
        services.GetRequiredService<AtDispose>();

        await services.DisposeAsync();

        Assert.IsEmpty(meanwhile!);
    }

    [TestMethod]
    public async Task Check_ApplicationThrowsObjectDisposed_IsARejection()
    {
        var registered = new ServiceCollection();
        registered.AddOptions<Shop>().Configure(_ => throw new ObjectDisposedException("s3cret")).ValidateOnReload();
        await using var services = await registered.StartAsync(_source.Configuration);

        Assert.AreEqual("System.ObjectDisposedException: the options could not be created", _source.Check().Single().Failures.Single());
    }

    [TestMethod]
    public void ValidateOnReload_AddsTheServicesAndReturnsTheBuilder()
    {
        var services = new ServiceCollection();
        var shop = services.AddOptions<Shop>();

        Assert.AreSame(shop, shop.ValidateOnReload());

        Assert.IsTrue(services.Any(service => service.ServiceType == typeof(ZooKeeperConfigurationStatus)));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((OptionsBuilder<Shop>)null!).ValidateOnReload());
    }

    private ServiceCollection Guarded()
    {
        var services = new ServiceCollection();
        services.AddOptions<Shop>().Bind(_source.Configuration).Validate(Shop.IsValid, Shop.DiscountFailure).ValidateOnReload();
        return services;
    }

    private HostApplicationBuilder Builder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var service in Guarded().AddSingleton<IConfiguration>(_source.Configuration))
        {
            builder.Services.Add(service);
        }

        return builder;
    }

    private sealed class AtStart(Action action) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            action();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class AtDispose(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
