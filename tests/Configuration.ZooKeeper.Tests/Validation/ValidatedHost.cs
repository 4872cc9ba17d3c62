using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>A started host with a configuration that is not its own, so that either can go before the other.</summary>
internal sealed class ValidatedHost : IDisposable
{
    private readonly IHost _host;
    private readonly IConfigurationRoot _configuration;

    private ValidatedHost(IHost host, IConfigurationRoot configuration)
    {
        _host = host;
        _configuration = configuration;
        Monitor = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
    }

    public IServiceProvider Services => _host.Services;

    public IOptionsMonitor<Shop> Monitor { get; }

    /// <summary>A host with the options <see cref="Shop"/>, bound to the top of the configuration, and guarded.</summary>
    public static Task<ValidatedHost> StartAsync(IConfigurationRoot configuration, Action<OptionsBuilder<Shop>> configure) =>
        StartWithAsync(configuration, services =>
        {
            var shop = services.AddOptions<Shop>().Bind(configuration);
            configure(shop);
            shop.ValidateOnReload();
        });

    public static async Task<ValidatedHost> StartWithAsync(IConfigurationRoot configuration, Action<IServiceCollection> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IConfiguration>(configuration);
        configure(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new ValidatedHost(host, configuration);
    }

    /// <summary>The options as a request gets them.</summary>
    public Shop InScope()
    {
        using var scope = _host.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<Shop>>().Value;
    }

    public ZooKeeperRejectedReload? RejectedReload(int source = 0) => new ZooKeeperConfigurationStatus(_configuration).Sources[source].RejectedReload;

    /// <summary>Waits until the newest state is held back, and returns why.</summary>
    public async Task<string> RejectedAsync(int source = 0)
    {
        await Eventually.TrueAsync(() => RejectedReload(source) is not null);
        return RejectedReload(source)!.Reason;
    }

    public Task TakenAsync(int source = 0) => Eventually.TrueAsync(() => RejectedReload(source) is null);

    public void Dispose() => _host.Dispose();
}
