using Configuration.ZooKeeper;

namespace WebApp.Live;

/// <summary>Keeps the last reloads.</summary>
internal sealed class ReloadLog
{
    private const int Most = 50;
    private const int MostKeys = 50;

    private readonly Lock _gate = new();
    private Reload[] _reloads = [];

    /// <summary>Gets the last reloads, the newest last.</summary>
    public IReadOnlyList<Reload> Last => Volatile.Read(ref _reloads);

    /// <summary>Adds the last reload of the source, unless it is already in the log.</summary>
    public void Note(ZooKeeperSourceStatus source)
    {
        lock (_gate)
        {
            var last = _reloads.LastOrDefault();
            if (source.LastReload is not { } at || at == last?.At)
            {
                return;
            }

            var keys = source.ChangedKeys;
            var reload = new Reload(
                (last?.Number ?? 0) + 1, at, $"0x{source.LastZxid:x}", [.. keys.Take(MostKeys)], Math.Max(0, keys.Count - MostKeys));
            Volatile.Write(ref _reloads, [.. _reloads.TakeLast(Most - 1), reload]);
        }
    }
}
