using System.Runtime.CompilerServices;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests;

/// <summary>A managed root of one test, on Apache ZooKeeper, with a control path of its own.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private Shop(ZooKeeperClient client, ManagedRoot root, ManagedRootOptions options)
    {
        Client = client;
        Root = root;
        Options = options;
    }

    public static Author Alice { get; } = new("alice", "desk-7");

    public ZooKeeperClient Client { get; }

    public ManagedRoot Root { get; private set; }

    public ManagedRootOptions Options { get; }

    public static async Task<Shop> OpenAsync(ManagedRootOptions? options = null, [CallerMemberName] string test = "")
    {
        var path = SharedServer.UniquePath(test);
        options ??= new ManagedRootOptions();
        options.ControlPath = path + "-control";
        var client = await SharedServer.ConnectAsync();
        return new Shop(client, await ManagedRoot.OpenAsync(client, path, options), options);
    }

    public static DesiredState State(params (string Path, string? Text)[] znodes)
    {
        var state = new DesiredState();
        foreach (var (path, text) in znodes)
        {
            state.Set(path, text is null ? null : Encoding.UTF8.GetBytes(text));
        }

        return state;
    }

    public string PathOf(string path) => path.Length == 0 ? Root.Path : $"{Root.Path}/{path}";

    /// <summary>Opens the root again, as another tool.</summary>
    public Task<ManagedRoot> OpenAgainAsync(string below = "") => ManagedRoot.OpenAsync(Client, PathOf(below), Options);

    public async Task<AppliedRevision> ApplyAsync(bool prune, params (string Path, string? Text)[] znodes)
    {
        var plan = await Root.PlanAsync(State(znodes), new PlanOptions { Prune = prune });
        return await Root.ApplyAsync(plan, "test", Alice);
    }

    public Task<AppliedRevision> ApplyAsync(params (string Path, string? Text)[] znodes) => ApplyAsync(prune: false, znodes);

    /// <summary>The present znodes as text; null data is shown as "(null)".</summary>
    public async Task<string> ShowAsync() => Text((await Root.ReadAsync()).Tree);

    public static string Text(TreeState tree) => string.Join(
        ", ",
        tree.Znodes.Where(znode => znode.Key.Length > 0).OrderBy(znode => znode.Key, StringComparer.Ordinal)
            .Select(znode => $"{znode.Key}={(znode.Value.Data is { } data ? Encoding.UTF8.GetString(data.Span) : "(null)")}"));

    public Task WriteAsync(string path, string text) => Client.SetDataAsync(PathOf(path), Encoding.UTF8.GetBytes(text));

    public async ValueTask DisposeAsync()
    {
        await Root.DisposeAsync();
        await Client.DisposeAsync();
    }
}
