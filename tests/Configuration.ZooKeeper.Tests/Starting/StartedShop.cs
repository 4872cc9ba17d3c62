using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>An application that loads one value, perhaps with a snapshot file, and the connection that it has.</summary>
internal sealed class StartedShop(LoopbackProxy proxy, Subtree tree) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shop-").FullName;
    private bool _hasFile;

    public LoopbackProxy Proxy => proxy;

    public Subtree Tree => tree;

    public static async Task<StartedShop> StartAsync() => new(await LoopbackProxy.StartAsync(SharedServer.Port), await Subtree.CreateAsync(("Title", "one")));

    public ConfigurationRoot Load(bool optional, TimeSpan startupTimeout, Action<ZooKeeperConfigurationOptions>? configure = null) => tree.Load(options =>
    {
        options.ConnectionString = proxy.ConnectionString;
        options.Optional = optional;
        options.StartupTimeout = startupTimeout;
        options.SnapshotFile = _hasFile ? Path.Combine(_folder, "configuration.json") : null;
        configure?.Invoke(options);
    });

    /// <summary>From now on there is a file, with what is there now.</summary>
    public void Save()
    {
        _hasFile = true;
        Load(optional: false, TimeSpan.FromMinutes(1)).Dispose();
    }

    public async Task DeleteAllAsync()
    {
        await tree.DeleteAsync("Title");
        await tree.Client.DeleteAsync(tree.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await tree.DisposeAsync();
        await proxy.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
