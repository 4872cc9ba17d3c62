using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests;

internal static class StatusExtensions
{
    /// <summary>The status of the only ZooKeeper source.</summary>
    public static ZooKeeperSourceStatus Status(this IConfiguration configuration) => new ZooKeeperConfigurationStatus(configuration).Sources.Single();
}
