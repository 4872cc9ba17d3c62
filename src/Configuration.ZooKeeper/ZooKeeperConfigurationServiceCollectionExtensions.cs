using Configuration.ZooKeeper;
using Configuration.ZooKeeper.Hosting;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the services for configuration from ZooKeeper.</summary>
public static class ZooKeeperConfigurationServiceCollectionExtensions
{
    /// <summary>
    /// Adds consistent options, logging and <see cref="ZooKeeperConfigurationStatus"/> for configuration from ZooKeeper.
    /// </summary>
    /// <remarks>
    /// Every options object is created from one state of ZooKeeper, and so are all <c>IOptionsSnapshot&lt;T&gt;</c> of one scope. In a started host, an
    /// <c>OnChange</c> listener never sees options of an earlier state through an <c>IOptionsMonitor&lt;T&gt;</c>. When a host creates its hosted services, the
    /// ZooKeeper sources begin to write to its log. Repeated calls have no effect.
    /// </remarks>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddZooKeeperConfiguration(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        ReplaceFrameworks(services, ServiceDescriptor.Transient(typeof(IOptionsFactory<>), typeof(PinnedOptionsFactory<>)), typeof(OptionsFactory<>));
        services.TryAddSingleton<MonitorCaches>();
        services.TryAddScoped<ScopePin>();
        ReplaceFrameworks(services, ServiceDescriptor.Singleton(typeof(IOptionsMonitor<>), typeof(UnpinnedOptionsMonitor<>)), typeof(OptionsMonitor<>));
        ReplaceFrameworks(services, ServiceDescriptor.Scoped(typeof(IOptionsSnapshot<>), typeof(ScopedOptionsSnapshot<>)), typeof(OptionsManager<>));
        services.TryAddSingleton(provider => new ZooKeeperConfigurationStatus(provider.GetService<IConfiguration>()));
        if (services.All(service => service.ServiceType != typeof(HostAttachment)))
        {
            services.AddSingleton(provider => HostAttachment.Attach(
                provider.GetService<IConfiguration>(),
                provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
                new HostValidators(provider.GetServices<ReloadValidator>(), provider.GetRequiredService<IServiceScopeFactory>()),
                provider.GetRequiredService<MonitorCaches>()));

            // First, so that the other hosted services are created with a validated configuration.
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService>(provider => provider.GetRequiredService<HostAttachment>()));
        }

        return services;
    }

    // In its place: a registration of the application comes later, and wins.
    private static void ReplaceFrameworks(IServiceCollection services, ServiceDescriptor ours, Type frameworks)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is { IsKeyedService: false } service && service.ServiceType == ours.ServiceType && service.ImplementationType == frameworks)
            {
                services[i] = ours;
            }
        }
    }
}
