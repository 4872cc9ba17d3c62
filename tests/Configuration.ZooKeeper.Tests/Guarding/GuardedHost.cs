using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Guarding;

/// <summary>A started host with a configuration that is not its own, so that either can go before the other.</summary>
internal sealed class GuardedHost : IDisposable
{
    private readonly IHost _host;
    private readonly IConfigurationRoot _configuration;

    private GuardedHost(IHost host, IConfigurationRoot configuration)
    {
        _host = host;
        _configuration = configuration;
        Monitor = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
    }

    public IServiceProvider Services => _host.Services;

    public IOptionsMonitor<Shop> Monitor { get; }

    /// <summary>A host with the options <see cref="Shop"/>, bound to the top of the configuration, and guarded.</summary>
    public static Task<GuardedHost> StartAsync(IConfigurationRoot configuration, Action<OptionsBuilder<Shop>> configure) =>
        StartWithAsync(configuration, services =>
        {
            var shop = services.AddOptions<Shop>().Bind(configuration);
            configure(shop);
            shop.ValidateOnReload();
        });

    public static async Task<GuardedHost> StartWithAsync(IConfigurationRoot configuration, Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IConfiguration>(configuration);
        configure(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new GuardedHost(host, configuration);
    }

    /// <summary>The options as a request gets them.</summary>
    public Shop InScope()
    {
        using var scope = _host.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<Shop>>().Value;
    }

    public ZooKeeperHeldBackState? HeldBack(int source = 0) => new ZooKeeperConfigurationStatus(_configuration).Sources[source].HeldBack;

    /// <summary>Waits until the newest state is held back, and returns why.</summary>
    public async Task<string> HeldBackAsync(int source = 0)
    {
        await Eventually.TrueAsync(() => HeldBack(source) is not null);
        return HeldBack(source)!.Reason;
    }

    public Task TakenAsync(int source = 0) => Eventually.TrueAsync(() => HeldBack(source) is null);

    public void Dispose() => _host.Dispose();
}
