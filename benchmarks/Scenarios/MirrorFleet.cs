using Benchmarks.Reporting;
using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>The mirrors of many applications, each in a session of its own.</summary>
internal sealed class MirrorFleet : IAsyncDisposable
{
    private const int LoadedAtOnce = 8;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMinutes(1);

    private readonly ConfigurationTree _tree;
    private readonly List<ZooKeeperClient> _clients = [];
    private readonly List<ZooKeeperMirror> _mirrors = [];

    private MirrorFleet(ConfigurationTree tree) => _tree = tree;

    public int Count => _mirrors.Count;

    public static async Task<MirrorFleet> LoadAsync(string connectionString, ConfigurationTree tree, int count)
    {
        var fleet = new MirrorFleet(tree);
        foreach (var group in Enumerable.Range(0, count).Chunk(LoadedAtOnce))
        {
            foreach (var client in await Task.WhenAll(group.Select(_ => ConnectAsync(connectionString))))
            {
                fleet._clients.Add(client);
                fleet._mirrors.Add(client.Mirror(tree.Path));
            }

            await Task.WhenAll(fleet._mirrors.TakeLast(group.Length).Select(mirror => mirror.NextAsync(null)));
        }

        return fleet;
    }

    public static Task<ZooKeeperClient> ConnectAsync(string servers) =>
        ZooKeeperClient.ConnectAsync(new ZooKeeperClientOptions { ConnectionString = servers, SessionTimeout = SessionTimeout });

    /// <summary>Waits until every mirror has this value of the first key.</summary>
    public Task ShowAsync(byte[] value) => Task.WhenAll(_mirrors.Select(mirror => mirror.ShowsAsync(_tree.PathOf(0), value)));

    /// <summary>Whether every mirror has the whole tree.</summary>
    public void Check()
    {
        var expected = _tree.Fingerprint();
        _mirrors.AsParallel().ForAll(mirror => Fingerprints.Of(mirror.Current!, _tree.Path).EnsureIs(expected, "a mirror"));
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
}
