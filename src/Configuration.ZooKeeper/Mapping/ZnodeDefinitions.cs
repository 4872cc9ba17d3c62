using Configuration.ZooKeeper.Keys;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Turns znodes of all layers into key definitions.</summary>
internal sealed class ZnodeDefinitions(ZooKeeperConfigurationOptions options, IReadOnlyList<string> layers)
{
    // Belongs to the ensemble itself.
    private const string Reserved = "/zookeeper";

    private const int PieceLength = 1024;

    private readonly ZnodeKeys[] _layers = [.. layers.Select(path => new ZnodeKeys(options, path))];

    /// <summary>Returns the definitions that changes add or remove.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="side">Selects the old or the new znode of a change.</param>
    /// <param name="skipped">Receives the skipped keys.</param>
    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public IEnumerable<KeyDefinition> Of(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side, List<SkippedKeys> skipped)
    {
        foreach (var piece in Pieces(changes, side))
        {
            skipped.AddRange(piece.Skipped);
            foreach (var definition in piece.Definitions)
            {
                yield return definition;
            }
        }
    }

    private static bool IsReserved(string path) =>
        path.StartsWith(Reserved, StringComparison.Ordinal) && (path.Length == Reserved.Length || path[Reserved.Length] == '/');

    // A znode that became unreadable keeps its last values.
    private static Znode? Seen(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    // While the caller indexes one piece, another thread makes the next: for a large tree, making definitions takes about as long as indexing them.
    // Parsers and MapKey are application code, so at most one of them runs at a time.
    // If no pool thread has started a piece when the caller needs it, the caller makes it, so that an exhausted pool cannot block it.
    private IEnumerable<Piece> Pieces(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side)
    {
        var ahead = new Lazy<Piece>(() => Make(changes, side, 0));
        for (var start = PieceLength; start < changes.Count; start += PieceLength)
        {
            var (ready, next) = (ahead.Value, start);
            ahead = new Lazy<Piece>(() => Make(changes, side, next));
            ThreadPool.UnsafeQueueUserWorkItem(static piece => Begin(piece), ahead, preferLocal: false);
            yield return ready;
        }

        yield return ahead.Value;
    }

    private static void Begin(Lazy<Piece> piece)
    {
        try
        {
            _ = piece.Value;
        }
        catch (Exception)
        {
            // The caller gets the same exception when it asks for the piece.
        }
    }

    private Piece Make(IReadOnlyList<ZnodeChange> changes, Func<ZnodeChange, Znode?> side, int start)
    {
        var end = Math.Min(start + PieceLength, changes.Count);
        var piece = new Piece(new List<KeyDefinition>(end - start), []);
        var made = new List<KeyValuePair<string, string?>>();
        for (var index = start; index < end; index++)
        {
            var change = changes[index];
            Collect(side(change), change.Path, made, piece);
        }

        return piece;
    }

    // Only what this znode makes.
    private void Collect(Znode? znode, string path, List<KeyValuePair<string, string?>> made, Piece piece)
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
                piece.Add(made, layer, path);
            }
        }
    }

    private sealed record Piece(List<KeyDefinition> Definitions, List<SkippedKeys> Skipped)
    {
        public void Add(List<KeyValuePair<string, string?>> keys, int layer, string path)
        {
            var skipped = 0;
            foreach (var (key, value) in keys)
            {
                if (KeyLevels.AreTooMany(key))
                {
                    skipped++;
                }
                else
                {
                    Definitions.Add(new KeyDefinition(key, value, layer, path));
                }
            }

            if (skipped > 0)
            {
                Skipped.Add(new SkippedKeys(path, skipped));
            }
        }
    }
}
