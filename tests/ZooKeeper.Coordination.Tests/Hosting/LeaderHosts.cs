using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Hosting;

/// <summary>Hosts with a leader service whose work is a delegate.</summary>
internal static class LeaderHosts
{
    public static IHost Create(string path, Work work, Action<IServiceCollection>? configure = null, string? connectionString = null, TimeProvider? clock = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddZooKeeperCoordination(options =>
        {
            options.Connection.ConnectionString = connectionString ?? SharedServer.Server.ConnectionString;
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(4);
            options.RestartDelay = TimeSpan.FromMilliseconds(1);
        });
        builder.Services.AddSingleton(work);
        builder.Services.AddLeaderService<DelegatingService>(path, options => options.TimeProvider = clock ?? options.TimeProvider);
        builder.Services.AddHealthChecks().AddZooKeeperCoordination();
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Runs one of the health checks of a host.</summary>
    public static async Task<HealthReportEntry> HealthAsync(this IHost host, string name = "zookeeper-coordination") =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[name];

    public static async Task WhenCancelledAsync(this CancellationToken token) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
