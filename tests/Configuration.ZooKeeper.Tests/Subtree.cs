using System.Text;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests;

/// <summary>A subtree of a test's own, a client that writes to it, and configuration loaded from it.</summary>
internal sealed class Subtree : IAsyncDisposable
{
    private const int MostAttempts = 5;

    private static int LastNumber;

    private readonly string _connectionString;

    private Subtree(ZooKeeperClient client, string connectionString, string path)
    {
        Client = client;
        _connectionString = connectionString;
        Path = path;
    }

    public ZooKeeperClient Client { get; }

    public string Path { get; }

    /// <summary>A subtree whose root exists, with keys if any are given.</summary>
    public static async Task<Subtree> CreateAsync(params (string Name, string? Value)[] values)
    {
        var subtree = await NewAsync(SharedServer.ConnectionString);
        await subtree.Client.CreateAsync(subtree.Path);
        foreach (var (name, value) in values)
        {
            await subtree.SetAsync(name, value);
        }

        return subtree;
    }

    /// <summary>A path on any server that nobody else uses; its root does not exist yet.</summary>
    public static async Task<Subtree> NewAsync(string connectionString) =>
        new(await ZooKeeperClient.ConnectAsync(connectionString), connectionString, $"/test-{Interlocked.Increment(ref LastNumber)}");

    /// <summary>The full path of a znode below the root.</summary>
    public string PathOf(string name) => $"{Path}/{name}";

    /// <summary>Creates or changes a znode, and creates what is missing above it.</summary>
    public Task<Stat> SetAsync(string name, string? value) => SetAsync(name, value is null ? null : Encoding.UTF8.GetBytes(value));

    /// <summary>Creates or changes a znode. Where a server's fault meets it, it is done again: to set twice is to set.</summary>
    public async Task<Stat> SetAsync(string name, byte[]? data)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySetAsync(PathOf(name), data);
            }
            catch (ZooKeeperException e) when (e.IsTransient && attempt < MostAttempts)
            {
                // The next one waits for a connection. A local session, which one server alone knows, expires with its server.
            }
        }
    }

    public Task DeleteAsync(string name) => Client.DeleteAsync(PathOf(name));

    /// <summary>Writes several existing znodes in one transaction.</summary>
    public Task SetAllAsync(IEnumerable<string> names, string value)
    {
        var multi = new Multi();
        foreach (var name in names)
        {
            multi.SetData(PathOf(name), Encoding.UTF8.GetBytes(value));
        }

        return Client.MultiAsync(multi);
    }

    /// <summary>Loads the subtree by a builder of its own; <paramref name="configure"/> may change any option.</summary>
    public ConfigurationRoot Load(Action<ZooKeeperConfigurationOptions>? configure = null) =>
        (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(Options(configure)).Build();

    /// <summary>The options of this subtree, for any builder.</summary>
    public Action<ZooKeeperConfigurationOptions> Options(Action<ZooKeeperConfigurationOptions>? configure = null) => options =>
    {
        options.ConnectionString = _connectionString;
        options.Paths.Add(Path);
        configure?.Invoke(options);
    };

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private async Task<Stat> TrySetAsync(string path, byte[]? data)
    {
        if (await Client.ExistsAsync(path) is not null)
        {
            return await Client.SetDataAsync(path, data);
        }

        await EnsureAsync(path[..path.LastIndexOf('/')]);
        return (await Client.CreateAsync(path, data)).Stat;
    }

    private async Task EnsureAsync(string path)
    {
        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            var ancestor = end < 0 ? path : path[..end];
            if (await Client.ExistsAsync(ancestor) is null)
            {
                await Client.CreateAsync(ancestor);
            }

            if (end < 0)
            {
                return;
            }
        }
    }
}
