using ZooKeeper.Client;

namespace WebApp.Live;

/// <summary>Follows the znodes below the path of the shop, for the operator's panel. It starts with the first request.</summary>
internal sealed class ZnodeTree : IAsyncDisposable
{
    private readonly ZooKeeperMirror _mirror;
    private readonly string _root;
    private readonly SecretKeys _secrets;
    private readonly LiveSignal _signal;
    private readonly Task _following;
    private IReadOnlyList<ZnodeView> _znodes = [];

    public ZnodeTree(ZooKeeperClient client, ShopEnsemble ensemble, LiveSignal signal)
    {
        _root = ensemble.Root;
        _secrets = ensemble.Secrets;
        _signal = signal;
        _mirror = client.Mirror(_root);
        _following = FollowAsync();
    }

    /// <summary>Returns the znodes, parents before children.</summary>
    public IReadOnlyList<ZnodeView> Znodes => Volatile.Read(ref _znodes);

    public async ValueTask DisposeAsync()
    {
        await _mirror.DisposeAsync();
        await _following;
    }

    private async Task FollowAsync()
    {
        TreeSnapshot? tree = null;
        while (true)
        {
            try
            {
                tree = await _mirror.NextAsync(tree);
            }
            catch (ObjectDisposedException)
            {
                return;
            }

            var root = tree.Find(_root);
            Volatile.Write(ref _znodes, root is null ? [] : [.. Below(root, "")]);
            _signal.Raise();
        }
    }

    private IEnumerable<ZnodeView> Below(Znode znode, string path) => znode.Children
        .Where(child => _root != "/" || path.Length > 0 || child.Name != "zookeeper")
        .OrderBy(child => child.Name, StringComparer.Ordinal)
        .SelectMany(child => Below(child, $"{path}{child.Name}/").Prepend(ZnodeView.Of(child, path + child.Name, _secrets)));
}
