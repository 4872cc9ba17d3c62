using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Creates options from the published keys, even if the calling thread has pinned older ones. A monitor caches its options for all threads until the next
/// change, so options from an older key index would stay stale until then.
/// </summary>
internal sealed class UnpinnedOptionsMonitor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>
    : OptionsMonitor<TOptions>
    where TOptions : class
{
    public UnpinnedOptionsMonitor(
        IOptionsFactory<TOptions> factory, IEnumerable<IOptionsChangeTokenSource<TOptions>> sources, IOptionsMonitorCache<TOptions> cache, MonitorCaches caches)
        : base(factory, sources, cache)
    {
        // Only what a change token replaces. The application can put other options into the cache.
        string[] names = [.. sources.Select(source => source.Name ?? Microsoft.Extensions.Options.Options.DefaultName).Distinct()];
        caches.Add(() => Array.ForEach(names, name => cache.TryRemove(name)));
    }

    public override TOptions Get(string? name)
    {
        if (!StatePin.IsPinned)
        {
            return base.Get(name);
        }

        var pin = StatePin.Suspend();
        try
        {
            return base.Get(name);
        }
        finally
        {
            StatePin.Resume(pin);
        }
    }
}
