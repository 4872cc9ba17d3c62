using System.Text;
using ZooKeeper.Client;

namespace WebApp.Tests;

/// <summary>A tree on the shared server, below a chroot of its own, and a client that sees all of it.</summary>
internal sealed class ShopTree : IAsyncDisposable
{
    private ShopTree(string chroot, ZooKeeperClient client)
    {
        Chroot = chroot;
        Client = client;
    }

    public string Chroot { get; }

    public ZooKeeperClient Client { get; }

    public string ConnectionString => $"127.0.0.1:{SharedServer.Port}{Chroot}";

    /// <summary>Creates a tree; parents come before their children.</summary>
    public static async Task<ShopTree> CreateAsync(params (string Path, string? Value)[] znodes)
    {
        var chroot = $"/tree-{Guid.NewGuid():N}";
        await using (var client = await ZooKeeperClient.ConnectAsync($"127.0.0.1:{SharedServer.Port}"))
        {
            await client.CreateAsync(chroot);
        }

        var tree = new ShopTree(chroot, await ZooKeeperClient.ConnectAsync($"127.0.0.1:{SharedServer.Port}{chroot}"));
        foreach (var (path, value) in znodes)
        {
            await tree.Client.CreateAsync(path, value is null ? null : Encoding.UTF8.GetBytes(value));
        }

        return tree;
    }

    /// <summary>Starts a shop that has this tree and may write it.</summary>
    public Task<ShopProcess> StartWritingShopAsync(params string[] arguments) =>
        ShopProcess.StartAsync(ConnectionString, ["--environment=Development", "--ZooKeeper:AllowWrites=true", .. arguments]);

    /// <summary>Every znode of the tree with its data and version, one a line.</summary>
    public async Task<string> ReadAsync()
    {
        var lines = new List<string>();
        await AddAsync("/", lines);
        return string.Join('\n', lines);
    }

    public async Task<string?> ValueAsync(string path) =>
        (await Client.GetDataAsync(path)).Data is { } data ? Encoding.UTF8.GetString(data) : null;

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private async Task AddAsync(string path, List<string> lines)
    {
        var (data, stat) = await Client.GetDataAsync(path);
        lines.Add($"{path} v{stat.Version} {(data is null ? "null" : Convert.ToHexString(data))}");
        foreach (var name in (await Client.GetChildrenAsync(path)).Names.Order(StringComparer.Ordinal))
        {
            await AddAsync(path == "/" ? $"/{name}" : $"{path}/{name}", lines);
        }
    }
}
