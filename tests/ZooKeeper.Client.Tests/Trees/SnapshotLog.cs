using System.Collections.Concurrent;
using System.Text;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Collects every snapshot of a mirror, and checks whether a znode was ever missing.</summary>
internal sealed class SnapshotLog : IAsyncDisposable
{
    private readonly ConcurrentQueue<TreeSnapshot> _snapshots = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ZooKeeperMirror _mirror;
    private readonly Task _reading;
    private volatile TreeSnapshot? _newest;

    public SnapshotLog(ZooKeeperMirror mirror)
    {
        _mirror = mirror;
        _reading = ReadAsync();
    }

    public IReadOnlyList<TreeSnapshot> All => [.. _snapshots];

    public int Count => _snapshots.Count;

    public TreeSnapshot? Newest => _newest;

    public string? ValueOf(string path) => _mirror.Current?.Find(path)?.Data is { } data ? Encoding.UTF8.GetString(data.Span) : null;

    public void AssertAlwaysThere(params IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Assert.IsTrue(_snapshots.All(snapshot => snapshot.Find(path) is { IsReadable: true }), $"{path} was missing from a snapshot");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            for (TreeSnapshot? seen = null; ;)
            {
                seen = await _mirror.NextAsync(seen, _stop.Token);
                _snapshots.Enqueue(seen);
                _newest = seen;
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
