using Configuration.ZooKeeper;
using ZooKeeper.Client;

namespace WebApp.Live;

/// <summary>The status of the configuration source, as the page shows it.</summary>
/// <param name="IsLive">Whether the source follows changes now. If not, the values are the last known ones.</param>
/// <param name="LostAt">The time since which the source does not follow changes.</param>
/// <param name="IsReadOnly">Whether the server in use has no quorum, so that writes fail.</param>
/// <param name="Server">The server in use.</param>
/// <param name="Zxid">The zxid up to which the configuration is known to be right.</param>
/// <param name="Keys">The number of keys in effect.</param>
internal sealed record SourceView(bool IsLive, DateTimeOffset? LostAt, bool IsReadOnly, string? Server, string Zxid, int Keys)
{
    public static SourceView Of(ZooKeeperSourceStatus source, DateTimeOffset now, SourceView? before)
    {
        var isLive = source is { IsStale: false, Session: SessionState.Connected or SessionState.ConnectedReadOnly };
        return new SourceView(
            isLive,
            isLive ? null : before?.LostAt ?? now,
            source.Session == SessionState.ConnectedReadOnly,
            source.Server,
            $"0x{source.LastZxid:x}",
            source.KeyCount);
    }
}
