using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Watches;

/// <summary>Paths that go to the server in one request.</summary>
internal sealed class SetWatchesBatch(long relativeZxid)
{
    private readonly Dictionary<WatchKind, List<string>> _lists = [];

    public int Bytes { get; private set; }

    public IEnumerable<(string Path, WatchMode Mode)> Persistent =>
        List(WatchKind.Persistent).Select(path => (path, WatchMode.Persistent))
            .Concat(List(WatchKind.Recursive).Select(path => (path, WatchMode.PersistentRecursive)));

    public void Add(WatchKind list, string path)
    {
        if (!_lists.TryGetValue(list, out var paths))
        {
            _lists.Add(list, paths = []);
        }

        paths.Add(path);
        Bytes += SizeOf(path);
    }

    public static int SizeOf(string path) => sizeof(int) + Encoding.UTF8.GetByteCount(path);

    public SetWatchesRequest ToRequest() => new(
        relativeZxid, List(WatchKind.Data), List(WatchKind.Exist), List(WatchKind.Child), List(WatchKind.Persistent), List(WatchKind.Recursive));

    private List<string> List(WatchKind kind) => _lists.GetValueOrDefault(kind) ?? [];
}
