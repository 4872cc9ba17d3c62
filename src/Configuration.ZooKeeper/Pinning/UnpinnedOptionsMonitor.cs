using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Pinning;

/// <summary>
/// Creates options from what is published, whatever the calling thread has pinned. A monitor keeps what it creates until the next change, for all threads:
/// options that were created from an older, pinned state would stay stale until then.
/// </summary>
internal sealed class UnpinnedOptionsMonitor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IOptionsFactory<TOptions> factory, IEnumerable<IOptionsChangeTokenSource<TOptions>> sources, IOptionsMonitorCache<TOptions> cache)
    : OptionsMonitor<TOptions>(factory, sources, cache)
    where TOptions : class
{
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
