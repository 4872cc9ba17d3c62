using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

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
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    public static async Task WhenCancelledAsync(this CancellationToken token) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
