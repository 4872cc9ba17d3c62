using Configuration.ZooKeeper.Snapshots;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>What znodes say of keys, in each of the layers.</summary>
internal sealed class ZnodeDefinitions(ZooKeeperConfigurationOptions options, IReadOnlyList<string> layers)
{
    // Belongs to the ensemble itself.
    private const string Reserved = "/zookeeper";

    private const int PieceLength = 1024;

    private readonly ZnodeKeys[] _layers = [.. layers.Select(path => new ZnodeKeys(options, path))];

    /// <summary>The definitions that changes add, or take away.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="side">Which znode of a change is meant.</param>
    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public IEnumerable<KeyDefinition> Of(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side) =>
        Pieces(changes, side).SelectMany(piece => piece);

    private static bool IsReserved(string path) =>
        path.StartsWith(Reserved, StringComparison.Ordinal) && (path.Length == Reserved.Length || path[Reserved.Length] == '/');

    // What cannot be read any more keeps its last values.
    private static Znode? Seen(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    // While the caller is busy with one piece the next is made on another thread: in the load of a large tree making definitions takes about as long as putting
    // them in. Documents and MapKey are the application's own code, so there is never more than one at work.
    // Should all threads be busy, then a piece that none of them has begun is made by the caller, who waits for it.
    private IEnumerable<List<KeyDefinition>> Pieces(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side)
    {
        if (changes.Count <= PieceLength)
        {
            yield return Piece(changes, side, 0);
            yield break;
        }

        var ahead = Task.Run(() => Piece(changes, side, 0));
        for (var start = PieceLength; start < changes.Count; start += PieceLength)
        {
            var (ready, next) = (ahead.GetAwaiter().GetResult(), start);
            ahead = Task.Run(() => Piece(changes, side, next));
            yield return ready;
        }

        yield return ahead.GetAwaiter().GetResult();
    }

    private List<KeyDefinition> Piece(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side, int start)
    {
        var end = Math.Min(start + PieceLength, changes.Count);
        var definitions = new List<KeyDefinition>(end - start);
        var made = new List<KeyValuePair<string, string?>>();
        for (var index = start; index < end; index++)
        {
            var change = changes[index];
            Collect(side(change), change.Path, made, definitions);
        }

        return definitions;
    }

    // Only what this znode makes.
    private void Collect(Znode? znode, string path, List<KeyValuePair<string, string?>> made, List<KeyDefinition> definitions)
    {
        if (Seen(znode) is not { } seen || IsReserved(path))
        {
            return;
        }

        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (_layers[layer].Contains(path))
            {
                made.Clear();
                _layers[layer].Collect(seen, path, made);
                foreach (var (key, value) in made)
                {
                    definitions.Add(new KeyDefinition(key, value, layer, path));
                }
            }
        }
    }
}
