using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Benchmarks.Scenarios;

/// <summary>The change tokens of the framework, without ZooKeeper: a provider fires its token, and a listener reads a key.</summary>
internal static class TokenChanges
{
    private const int Changes = 1000;
    private const string Key = "Key";

    /// <summary>Returns the bytes that one change allocates.</summary>
    public static double BytesOfOne()
    {
        var provider = new Provider();
        using var configuration = new ConfigurationRoot([provider]);
        using var subscription = ChangeToken.OnChange(configuration.GetReloadToken, () => _ = configuration[Key]);
        provider.Fire(); // what only the first change allocates
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var change = 0; change < Changes; change++)
        {
            provider.Fire();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Changes;
    }

    private sealed class Provider : ConfigurationProvider
    {
        public Provider() => Data[Key] = "";

        public void Fire() => OnReload();
    }
}
