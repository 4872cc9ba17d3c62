using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.Coordination.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds coordination on ZooKeeper to a host.</summary>
public static class ZooKeeperCoordinationServiceCollectionExtensions
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// Adds two singletons: a <see cref="ZooKeeperClient"/>, which the host disposes, and <see cref="ZooKeeperCoordination"/>, which creates locks, queues and the
    /// other recipes on it. If a client is already registered, that client is used instead.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options. <c>Connection.ConnectionString</c> is required.</param>
    public static IServiceCollection AddZooKeeperCoordination(this IServiceCollection services, Action<ZooKeeperCoordinationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<ZooKeeperCoordinationOptions>().Configure(configure).Validate(
            static options => options.RestartDelay >= TimeSpan.Zero && options.RestartDelay <= MaxDelay,
            $"{nameof(ZooKeeperCoordinationOptions)}.{nameof(ZooKeeperCoordinationOptions.RestartDelay)} must be between zero and {MaxDelay.TotalDays:0} day.");
        services.TryAddSingleton(static provider => Connect(provider));
        services.TryAddSingleton(static provider => new ZooKeeperCoordination(
            provider.GetRequiredService<ZooKeeperClient>(), provider.GetService<ILoggerFactory>(), OptionsOf(provider).Connection.TimeProvider));
        return services;
    }

    /// <summary>
    /// Adds a service that runs while this process is the leader. It starts after the other hosted services and stops before them: the host cancels it, waits for it,
    /// and only then resigns.
    /// </summary>
    /// <remarks>If it does not return within <c>HostOptions.ShutdownTimeout</c>, the process does not resign: its znode stays until the session closes.</remarks>
    /// <typeparam name="T">The service, which is created in a scope for each term.</typeparam>
    /// <param name="services">The services. <see cref="AddZooKeeperCoordination"/> must be called, too.</param>
    /// <param name="path">The path of the election.</param>
    /// <param name="configure">Sets the options of the election, or null for the defaults. Its loggers are those of the host, and its clock is that of the client.</param>
    /// <exception cref="ArgumentException">The path is invalid, or another leader service has it.</exception>
    public static IServiceCollection AddLeaderService<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(
        this IServiceCollection services, string path, Action<ElectionOptions>? configure = null)
        where T : class, ILeaderService
    {
        ArgumentNullException.ThrowIfNull(services);
        var key = ZnodePath.Parse(path).Value;
        if (services.Any(service => service.IsKeyedService && service.ServiceType == typeof(LeaderStatus) && Equals(service.ServiceKey, key)))
        {
            throw new ArgumentException($"'{key}' already has a leader service. Only one of them could run at a time. Give each a path of its own.", nameof(path));
        }

        services.AddOptions();
        services.TryAddScoped<T>();
        services.AddKeyedSingleton(key, (provider, _) => new LeaderStatus(key, () => provider.GetRequiredService<ZooKeeperClient>().State));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<LeaderStatus>(key));
        services.AddSingleton<IHostedService>(provider => Host<T>(provider, key, configure));
        return services;
    }

    /// <summary>
    /// Adds a singleton <see cref="ZooKeeperTransactions"/>, and a service that recovers transactions at the start and then periodically. It recovers all participants that are
    /// registered as <see cref="ITransactionParticipant"/>. In each host that has participants, call it once.
    /// </summary>
    /// <param name="services">The services. <see cref="AddZooKeeperCoordination"/> must be called, too.</param>
    /// <param name="path">The path below which transactions are recorded.</param>
    /// <param name="configure">Sets the options, or null for the defaults. The loggers are those of the host, and the clock is that of the client.</param>
    /// <exception cref="ArgumentException">The path is invalid.</exception>
    /// <exception cref="InvalidOperationException">The services already have transactions.</exception>
    public static IServiceCollection AddZooKeeperTransactions(this IServiceCollection services, string path, Action<TransactionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var root = ZnodePath.Parse(path).Value;
        if (services.Any(service => service.ServiceType == typeof(ZooKeeperTransactions)))
        {
            throw new InvalidOperationException($"The services already have transactions, so '{root}' cannot be added. Use one path for all transactions of a host.");
        }

        services.AddSingleton(provider => CoordinationOf(provider, $"The transactions at '{root}' have").CreateTransactions(root, configure));
        services.AddSingleton<IHostedService>(provider =>
        {
            var transactions = provider.GetRequiredService<ZooKeeperTransactions>();
            return new TransactionRecoveryHost(
                transactions, provider.GetServices<ITransactionParticipant>(), transactions.Options.LoggerFactory.CreateLogger("ZooKeeper.Coordination"));
        });
        return services;
    }

    private static ZooKeeperClient Connect(IServiceProvider provider)
    {
        var connection = OptionsOf(provider).Connection;
        if (connection.LoggerFactory is NullLoggerFactory && provider.GetService<ILoggerFactory>() is { } factory)
        {
            connection.LoggerFactory = factory;
        }

        return ZooKeeperClient.Start(connection);
    }

    private static LeaderHost<T> Host<T>(IServiceProvider provider, string path, Action<ElectionOptions>? configure)
        where T : class, ILeaderService
    {
        var coordination = CoordinationOf(provider, $"The leader service at '{path}' has");
        var options = coordination.OptionsOf<ElectionOptions>(options =>
        {
            options.MetricName = path;
            configure?.Invoke(options);
        });
        return new LeaderHost<T>(
            new ZooKeeperElection(coordination.Client, path, options), provider.GetRequiredKeyedService<LeaderStatus>(path), OptionsOf(provider).RestartDelay,
            options.TimeProvider, provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<IHostApplicationLifetime>(),
            options.LoggerFactory.CreateLogger("ZooKeeper.Coordination"));
    }

    private static ZooKeeperCoordination CoordinationOf(IServiceProvider provider, string who) => provider.GetService<ZooKeeperCoordination>()
        ?? throw new InvalidOperationException($"{who} no client. Call services.{nameof(AddZooKeeperCoordination)}(…).");

    private static ZooKeeperCoordinationOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<ZooKeeperCoordinationOptions>>().Value;
}
