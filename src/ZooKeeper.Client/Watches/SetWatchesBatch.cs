using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Watches;

/// <summary>Collects the paths of one setWatches request.</summary>
internal sealed class SetWatchesBatch(long relativeZxid)
{
    private readonly Dictionary<WatchKind, List<string>> _lists = [];

    /// <summary>The zxid up to which the events of these watches have arrived.</summary>
    public long RelativeZxid => relativeZxid;

    public int Bytes { get; private set; }

    public IEnumerable<(WatchKind Kind, string Path)> Watches => _lists.SelectMany(list => list.Value.Select(path => (list.Key, path)));

    public IEnumerable<(string Path, WatchMode Mode)> Persistent =>
        List(WatchKind.Persistent).Select(path => (path, WatchMode.Persistent))
            .Concat(List(WatchKind.Recursive).Select(path => (path, WatchMode.PersistentRecursive)));

    /// <summary>Splits watches into batches of a limited size in bytes. Returns none if there are no watches.</summary>
    public static IReadOnlyList<SetWatchesBatch> Split(long relativeZxid, int room, IEnumerable<(WatchKind List, string Path)> watches)
    {
        var batches = new List<SetWatchesBatch>();
        foreach (var (list, path) in watches)
        {
            if (batches is [] || batches[^1].Bytes + SizeOf(path) > room)
            {
                batches.Add(new SetWatchesBatch(relativeZxid));
            }

            batches[^1].Add(list, path);
        }

        return batches;
    }

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
