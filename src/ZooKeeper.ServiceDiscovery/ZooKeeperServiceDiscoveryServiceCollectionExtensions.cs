using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.ServiceDiscovery;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery;
using ZooKeeper.ServiceDiscovery.Endpoints;
using ZooKeeper.ServiceDiscovery.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds service registration and discovery on ZooKeeper to a host.</summary>
public static class ZooKeeperServiceDiscoveryServiceCollectionExtensions
{
    private const string Category = "ZooKeeper.ServiceDiscovery";

    /// <summary>
    /// Registers this process as an instance of a service once the host has started, with the actual ports of its web server. When the host stops, it first
    /// removes the instance, continues to serve for <see cref="ServiceRegistrationOptions.StopDelay"/>, and then stops.
    /// </summary>
    /// <remarks>
    /// If ZooKeeper is not reachable, the host starts anyway, and the instance is registered as soon as possible. To change the status, get the
    /// <see cref="ZooKeeperServiceRegistration"/> from the services.
    /// </remarks>
    /// <param name="services">The services. <c>AddZooKeeperCoordination</c> must be called, too.</param>
    /// <param name="name">The name of the service.</param>
    /// <param name="configure">Sets the options, or null for the defaults. Its loggers are those of the host.</param>
    public static IServiceCollection AddZooKeeperServiceRegistration(this IServiceCollection services, string name, Action<ServiceRegistrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var options = new ServiceRegistrationOptions { LoggerFactory = LoggersOf(provider) };
            configure?.Invoke(options);
            return options;
        });
        services.AddKeyedSingleton(key, (provider, _) =>
            new ZooKeeperServiceRegistration(ClientOf(provider), name, provider.GetRequiredKeyedService<ServiceRegistrationOptions>(key)));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<ZooKeeperServiceRegistration>(key));
        services.AddSingleton<IHostedService>(provider =>
        {
            var options = provider.GetRequiredKeyedService<ServiceRegistrationOptions>(key);
            return new RegistrationHost(
                provider.GetRequiredKeyedService<ZooKeeperServiceRegistration>(key), options, provider, provider.GetRequiredService<IHostApplicationLifetime>(),
                options.LoggerFactory.CreateLogger(Category));
        });
        return services;
    }

    /// <summary>
    /// Adds the registered instances to Microsoft.Extensions.ServiceDiscovery, so that <c>http://orders</c> reaches an instance of <c>orders</c> in HttpClient and YARP.
    /// Endpoints in the configuration come first.
    /// </summary>
    /// <remarks>Also call <c>AddServiceDiscoveryCore</c> or <c>AddServiceDiscovery</c>. The latter sends requests for a service without instances to a host with its name.</remarks>
    /// <param name="services">The services. <c>AddZooKeeperCoordination</c> must be called, too.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    public static IServiceCollection AddZooKeeperServiceEndpointProvider(this IServiceCollection services, Action<ZooKeeperServiceEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<ZooKeeperServiceEndpointOptions>().Configure(configure ?? (static _ => { })).Validate(
            static options => options.FirstAnswerTimeout > TimeSpan.Zero && options.FirstAnswerTimeout <= TimeSpan.FromDays(1),
            $"{nameof(ZooKeeperServiceEndpointOptions)}.{nameof(ZooKeeperServiceEndpointOptions.FirstAnswerTimeout)} must be positive, and at most one day.");
        services.TryAddSingleton(static provider => CatalogOf(provider));
        services.TryAddSingleton(static provider => new EndpointFeed(
            provider.GetRequiredService<ZooKeeperServiceCatalog>(), provider.GetRequiredService<IOptions<ZooKeeperServiceEndpointOptions>>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System, LoggersOf(provider).CreateLogger(Category)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IServiceEndpointProviderFactory, ZooKeeperServiceEndpointProviderFactory>());
        return services;
    }

    private static ZooKeeperServiceCatalog CatalogOf(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ZooKeeperServiceEndpointOptions>>().Value.Catalog;
        if (options.LoggerFactory is NullLoggerFactory)
        {
            options.LoggerFactory = LoggersOf(provider);
        }

        return new ZooKeeperServiceCatalog(ClientOf(provider), options);
    }

    private static ZooKeeperClient ClientOf(IServiceProvider provider) => provider.GetService<ZooKeeperClient>() ?? throw new InvalidOperationException(
        "Service registration and discovery have no ZooKeeper client. Call services.AddZooKeeperCoordination(…), or add a ZooKeeperClient as a singleton.");

    private static ILoggerFactory LoggersOf(IServiceProvider provider) => provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
}
