using Configuration.ZooKeeper;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>The response of <c>GET /api/status</c>.</summary>
internal sealed record ShopStatus(bool Connected, long LastZxid, int Keys, DateTimeOffset? LastReload)
{
    // Without a source if ConfigurationZooKeeper:Enabled is false.
    public static ShopStatus Of(ZooKeeperConfigurationStatus status) => status.Sources is [var source, ..]
        ? new ShopStatus(source.Session == SessionState.Connected, source.LastZxid, source.KeyCount, source.LastReload)
        : new ShopStatus(Connected: false, LastZxid: 0, Keys: 0, LastReload: null);
}
