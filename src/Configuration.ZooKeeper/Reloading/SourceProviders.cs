namespace Configuration.ZooKeeper.Reloading;

/// <summary>The providers that are attached to a source. Changes are made under the lock of the source; reads need none.</summary>
internal sealed class SourceProviders
{
    private ZooKeeperConfigurationProvider[] _all = [];

    public ReadOnlySpan<ZooKeeperConfigurationProvider> All => Volatile.Read(ref _all);

    public bool IsEmpty => All.IsEmpty;

    public void Add(ZooKeeperConfigurationProvider provider)
    {
        Volatile.Write(ref _all, [.. _all, provider]);
        provider.ShowPublished(); // keys that were published before it was added
    }

    public void Remove(ZooKeeperConfigurationProvider provider) => Volatile.Write(ref _all, Array.FindAll(_all, other => other != provider));

    /// <summary>Shows newly published keys in all providers, before any listener is notified.</summary>
    public void ShowPublished()
    {
        foreach (var provider in All)
        {
            provider.ShowPublished();
        }
    }
}
