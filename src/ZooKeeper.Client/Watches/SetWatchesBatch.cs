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

    /// <summary>
    /// Gets the other persistent watches that the server has on the same paths. ZOOKEEPER-4466: before 3.9, this request would replace them.
    /// </summary>
    public IReadOnlyList<(WatchKind Kind, string Path)> Beside(PersistentModes onServer) =>
    [
        .. Watches.Select(watch => watch.Path).Distinct(StringComparer.Ordinal)
            .Where(path => onServer.Of(path) is { } mode && !List(KindOf(mode)).Contains(path, StringComparer.Ordinal))
            .Select(path => (KindOf(onServer.Of(path)!.Value), path)),
    ];

    public static int SizeOf(string path) => sizeof(int) + Encoding.UTF8.GetByteCount(path);

    /// <param name="beside">Persistent watches that the request also sets. The server sets them last.</param>
    public SetWatchesRequest ToRequest(params IReadOnlyList<(WatchKind Kind, string Path)> beside) => new(
        relativeZxid, List(WatchKind.Data), List(WatchKind.Exist), List(WatchKind.Child), With(WatchKind.Persistent, beside), With(WatchKind.Recursive, beside));

    private List<string> With(WatchKind kind, IEnumerable<(WatchKind Kind, string Path)> beside) =>
        [.. List(kind), .. beside.Where(watch => watch.Kind == kind).Select(watch => watch.Path)];

    private static WatchKind KindOf(WatchMode mode) => mode == WatchMode.PersistentRecursive ? WatchKind.Recursive : WatchKind.Persistent;

    private List<string> List(WatchKind kind) => _lists.GetValueOrDefault(kind) ?? [];
}
