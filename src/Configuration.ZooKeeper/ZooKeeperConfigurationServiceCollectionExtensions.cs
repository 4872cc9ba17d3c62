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
    /// Every options object is created from one state of ZooKeeper. From the start of the host, the ZooKeeper sources write to the host's log. Repeated calls
    /// have no effect.
    /// </remarks>
    /// <param name="services">The service collection.</param>
    public static IServiceCollection AddZooKeeperConfiguration(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.Replace(ServiceDescriptor.Transient(typeof(IOptionsFactory<>), typeof(PinnedOptionsFactory<>)));
        if (services.FirstOrDefault(service => service.ServiceType == typeof(IOptionsMonitor<>))?.ImplementationType == typeof(OptionsMonitor<>))
        {
            services.Replace(ServiceDescriptor.Singleton(typeof(IOptionsMonitor<>), typeof(UnpinnedOptionsMonitor<>)));
        }

        services.TryAddSingleton(provider => new ZooKeeperConfigurationStatus(provider.GetService<IConfiguration>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, HostAttachment>(provider => new HostAttachment(
            provider.GetService<IConfiguration>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            new HostValidators(provider.GetServices<ReloadValidator>(), provider.GetRequiredService<IServiceScopeFactory>()))));
        return services;
    }
}
