using Configuration.ZooKeeper;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>What <c>GET /api/status</c> tells.</summary>
internal sealed record ShopStatus(bool Connected, long LastZxid, int Keys, DateTimeOffset? LastReload)
{
    public static ShopStatus Of(ZooKeeperConfigurationStatus status)
    {
        var source = status.Sources[0];
        return new ShopStatus(source.Session == SessionState.Connected, source.LastZxid, source.KeyCount, source.LastReload);
    }
}
