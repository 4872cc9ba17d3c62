using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Services;

[TestClass]
[TestCategory("NoServer")]
public sealed class RegistrationTests
{
    [TestMethod]
    public void AddZooKeeperConfiguration_SeveralTimes_RegistersOnce()
    {
        var once = new ServiceCollection().AddZooKeeperConfiguration();
        var thrice = new ServiceCollection().AddZooKeeperConfiguration().AddZooKeeperConfiguration().AddZooKeeperConfiguration();

        Assert.HasCount(once.Count, thrice);
        Assert.HasCount(1, thrice.Where(service => service.ServiceType == typeof(ZooKeeperConfigurationStatus)));
        Assert.HasCount(1, thrice.Where(service => service.ServiceType == typeof(IHostedService)));
        Assert.HasCount(1, thrice.Where(service => service.ServiceType == typeof(IOptionsFactory<>)));
    }

    [TestMethod]
    public void AddZooKeeperConfiguration_BeforeOrAfterAddOptions_FactoryIsOurs()
    {
        foreach (var services in new[]
        {
            new ServiceCollection().AddOptions().AddZooKeeperConfiguration(),
            new ServiceCollection().AddZooKeeperConfiguration().AddOptions(),
        })
        {
            using var provider = services.BuildServiceProvider();
            Assert.IsInstanceOfType<PinnedOptionsFactory<Shop>>(provider.GetRequiredService<IOptionsFactory<Shop>>());
        }
    }

    [TestMethod]
    public void AddZooKeeperConfiguration_FactoryOfApplicationForOneType_Stays()
    {
        using var services = new ServiceCollection()
            .AddSingleton<IOptionsFactory<Shop>, OwnFactory>()
            .AddZooKeeperConfiguration()
            .BuildServiceProvider();

        Assert.AreEqual("own", services.GetRequiredService<IOptions<Shop>>().Value.Title);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void AddZooKeeperConfiguration_FactoryAndMonitorOfApplicationForAllTypes_Stay(bool isAfterTheFrameworks)
    {
        var services = new ServiceCollection();
        if (isAfterTheFrameworks)
        {
            services.AddOptions();
        }

        using var provider = services
            .AddTransient(typeof(IOptionsFactory<>), typeof(OwnFactories<>))
            .AddSingleton(typeof(IOptionsMonitor<>), typeof(OwnMonitors<>))
            .AddZooKeeperConfiguration()
            .BuildServiceProvider();

        Assert.IsInstanceOfType<OwnFactories<Shop>>(provider.GetRequiredService<IOptionsFactory<Shop>>());
        Assert.IsInstanceOfType<OwnMonitors<Shop>>(provider.GetRequiredService<IOptionsMonitor<Shop>>());
    }

    [TestMethod]
    public void AddZooKeeperConfiguration_NoConfigurationNoLogging_Works()
    {
        using var services = new ServiceCollection().AddZooKeeperConfiguration().BuildServiceProvider(validateScopes: true);

        Assert.IsEmpty(services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
        Assert.HasCount(1, services.GetServices<IHostedService>());
        Assert.AreEqual("", services.GetRequiredService<IOptions<Shop>>().Value.Title);
    }

    [TestMethod]
    public void AddZooKeeper_OptionalOnTheBuilderOfAHost_HasItsOptions()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Configuration = new ConfigurationManager() });
        builder.Configuration["ConfigurationZooKeeper:Enabled"] = "false"; // nobody has this server
        builder.AddZooKeeper("zk1:2181", "/config/{app}", optional: true, reloadOnChange: false);
        using var host = builder.Build();
        Assert.IsEmpty(host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    public void AddHealthCheck_Alone_RegistersTheServices()
    {
        var services = new ServiceCollection();
        services.AddHealthChecks().AddZooKeeperConfiguration();
        using var provider = services.AddLogging().BuildServiceProvider();
        Assert.IsEmpty(provider.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    public void AddZooKeeper_ConnectionStringOfTheConfigurationIsMissing_NamesItsKeyAndVariable()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => builder.AddZooKeeper(builder.Configuration.GetConnectionString("ZooKeeper"), "/config/shop"));
        var ofConfiguration = Assert.ThrowsExactly<ArgumentException>(
            () => builder.Configuration.AddZooKeeper(builder.Configuration.GetConnectionString("ZooKeeper"), "/config/shop"));

        Assert.Contains("ConnectionStrings__ZooKeeper", error.Message);
        Assert.Contains("ConnectionStrings:ZooKeeper", error.Message);
        Assert.AreEqual(error.Message, ofConfiguration.Message);
    }

    [TestMethod]
    public void AddZooKeeperConfiguration_Null_Throws() =>
        Assert.ThrowsExactly<ArgumentNullException>(() => ((IServiceCollection)null!).AddZooKeeperConfiguration());

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }

    private sealed class OwnFactories<T>(
        IEnumerable<IConfigureOptions<T>> setups, IEnumerable<IPostConfigureOptions<T>> postConfigures, IEnumerable<IValidateOptions<T>> validations)
        : OptionsFactory<T>(setups, postConfigures, validations)
        where T : class;

    private sealed class OwnMonitors<T>(IOptionsFactory<T> factory, IEnumerable<IOptionsChangeTokenSource<T>> sources, IOptionsMonitorCache<T> cache)
        : OptionsMonitor<T>(factory, sources, cache)
        where T : class;

    private sealed class OwnFactory : IOptionsFactory<Shop>
    {
        public Shop Create(string name) => new() { Title = "own" };
    }
}
