using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Hosting;

namespace ZooKeeper.Coordination;

/// <summary>Adds coordination to the services of a host.</summary>
public static class ZooKeeperCoordinationServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="ZooKeeperClient"/> for all locks and elections of the host. It begins to connect when it is first used, and is closed with the host, which
    /// releases everything that it holds.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options: at least <see cref="ZooKeeperClientOptions.ConnectionString"/>. The logger factory is that of the host unless it sets another.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddZooKeeperCoordination(this IServiceCollection services, Action<ZooKeeperClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(provider =>
        {
            var options = new ZooKeeperClientOptions();
            if (provider.GetService<ILoggerFactory>() is { } loggers)
            {
                options.LoggerFactory = loggers;
            }

            configure(options);
            return ZooKeeperClient.Start(options);
        });
        services.TryAddSingleton(provider => new LeaderServices(provider.GetServices<ILeaderServiceHost>()));
        return services;
    }

    /// <summary>
    /// Adds work that runs in one instance at a time: the leader at a path. If the leadership is lost, the work is cancelled and awaited, and this instance is a candidate
    /// again. When the host stops, the work is cancelled and awaited, and only then does the instance resign; all of this before other hosted services stop.
    /// </summary>
    /// <typeparam name="T">The type of the work, created by the container as a singleton.</typeparam>
    /// <param name="services">The services. <see cref="AddZooKeeperCoordination"/> adds the client.</param>
    /// <param name="path">The path of the election.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    /// <remarks>
    /// If the work throws, the exception is logged, and the instance resigns: another one can try. It is a candidate again after
    /// <see cref="LeaderServiceOptions.RetryDelay"/>. If the work returns, the instance is no longer a candidate.
    /// </remarks>
    public static IServiceCollection AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IServiceCollection services, string path, Action<LeaderServiceOptions>? configure = null)
        where T : class, ILeaderService
    {
        ArgumentNullException.ThrowIfNull(services);
        ZnodePath.Parse(path);
        var options = new LeaderServiceOptions();
        configure?.Invoke(options);
        options.Validate();
        services.TryAddSingleton<T>();
        services.TryAddSingleton(provider => new LeaderServices(provider.GetServices<ILeaderServiceHost>()));
        services.AddSingleton<ILeaderServiceHost>(provider => Create<T>(provider, path, options));
        var index = services.Count(service => service.ServiceType == typeof(ILeaderServiceHost)) - 1;
        services.AddSingleton<IHostedService>(provider => (IHostedService)provider.GetServices<ILeaderServiceHost>().ElementAt(index));
        return services;
    }

    private static LeaderServiceHost Create<T>(IServiceProvider provider, string path, LeaderServiceOptions options)
        where T : class, ILeaderService
    {
        var client = provider.GetService<ZooKeeperClient>()
            ?? throw new InvalidOperationException($"AddLeaderService<{typeof(T).Name}> needs a client. Call services.AddZooKeeperCoordination(options => …), too.");
        var loggers = provider.GetRequiredService<ILoggerFactory>();
        options.Election.LoggerFactory = loggers;
        return new LeaderServiceHost(
            provider.GetRequiredService<T>(), client, path, options, options.Election.TimeProvider, loggers.CreateLogger<LeaderServiceHost>());
    }
}
