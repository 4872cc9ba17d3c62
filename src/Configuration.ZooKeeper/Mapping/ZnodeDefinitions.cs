using Configuration.ZooKeeper.Keys;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Returns the keys that znodes define, in all layers.</summary>
internal sealed class ZnodeDefinitions(KeyRules rules, IReadOnlyList<string> layers, string? controlPath = null, string? servicesPath = null)
{
    // ZooKeeper stores its own data there.
    private const string Reserved = "/zookeeper";

    private const int PieceLength = 1024;

    [ThreadStatic]
    private static bool _isAhead;

    private readonly ZnodeKeys[] _layers = [.. layers.Select(path => new ZnodeKeys(rules, path))];
    private readonly KeyLayer[] _keyLayers = [.. layers.Select((path, number) => new KeyLayer(number, path, rules.Section))];

    /// <summary>Whether the caller runs inside a delegate of the options, on the pool thread that helps the thread of the decision.</summary>
    public static bool IsAheadOnThisThread => _isAhead;

    /// <summary>Returns a znode as it was last seen: one that became unreadable keeps its last content.</summary>
    public static Znode? Seen(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    /// <summary>Returns the definitions of the earlier or later znode of each change.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="areEarlier">Whether to return those of the earlier znodes. Their values are not decoded if the keys do not depend on them.</param>
    /// <param name="warnings">The warnings to add to.</param>
    /// <param name="counts">The list to add the number of keys of each znode to, or null.</param>
    /// <exception cref="MalformedValueException">The data of a znode cannot become keys.</exception>
    public IEnumerable<KeyDefinition> Of(
        IReadOnlyList<ZnodeChange> changes, bool areEarlier, MappingWarnings warnings, List<KeyValuePair<string, int>>? counts) =>
        changes.Count <= PieceLength ? Make(changes, areEarlier, 0, warnings, counts).Definitions : OfPieces(changes, areEarlier, warnings, counts);

    private IEnumerable<KeyDefinition> OfPieces(
        IReadOnlyList<ZnodeChange> changes, bool areEarlier, MappingWarnings warnings, List<KeyValuePair<string, int>>? counts)
    {
        foreach (var piece in Pieces(changes, areEarlier, isCounted: counts is not null))
        {
            warnings.Add(piece.Warnings);
            counts?.AddRange(piece.Counts!);
            foreach (var definition in piece.Definitions)
            {
                yield return definition;
            }
        }
    }

    // Data that tools write about the configuration is not configuration, and service instances have keys of their own.
    private bool IsReserved(string path) => ZnodePath.IsAtOrBelow(path, Reserved) || (controlPath is not null && ZnodePath.IsAtOrBelow(path, controlPath))
        || (servicesPath is not null && ZnodePath.IsAtOrBelow(path, servicesPath))
        || path.AsSpan(path.LastIndexOf('/') + 1).SequenceEqual(ImportMarker.Name);

    // While the caller indexes one piece, a pool thread makes the next: in the load of a large tree, both take about the same time. Only one piece is made at a
    // time, because parsers and MapKey are application code that may not be thread-safe.
    // If the pool has not started a piece when the caller needs it, the caller makes it: the load must not depend on an exhausted thread pool.
    private IEnumerable<Piece> Pieces(IReadOnlyList<ZnodeChange> changes, bool areEarlier, bool isCounted)
    {
        var ahead = new Lazy<Piece>(() => Make(changes, areEarlier, 0, new MappingWarnings(), isCounted ? [] : null));
        for (var start = PieceLength; start < changes.Count; start += PieceLength)
        {
            var (ready, next) = (ahead.Value, start);
            ahead = new Lazy<Piece>(() => Make(changes, areEarlier, next, new MappingWarnings(), isCounted ? [] : null));
            ThreadPool.UnsafeQueueUserWorkItem(static piece => Begin(piece), ahead, preferLocal: false);
            yield return ready;
        }

        yield return ahead.Value;
    }

    private static void Begin(Lazy<Piece> piece)
    {
        _isAhead = true;
        try
        {
            _ = piece.Value;
        }
        catch (Exception)
        {
            // The Lazy throws it again when the caller asks for the piece.
        }
        finally
        {
            _isAhead = false;
        }
    }

    private Piece Make(
        IReadOnlyList<ZnodeChange> changes, bool areEarlier, int start, MappingWarnings warnings, List<KeyValuePair<string, int>>? counts)
    {
        var end = Math.Min(start + PieceLength, changes.Count);
        var piece = new Piece(new List<KeyDefinition>(end - start), warnings, counts);
        var made = new List<KeyValuePair<string, string?>>(1);
        for (var index = start; index < end; index++)
        {
            var change = changes[index];
            Collect(areEarlier ? change.Earlier : change.Later, change.Path, areEarlier, made, piece);
        }

        return piece;
    }

    private void Collect(Znode? znode, string path, bool isEarlier, List<KeyValuePair<string, string?>> made, Piece piece)
    {
        if (Seen(znode) is not { } seen || IsReserved(path))
        {
            return;
        }

        var (isUnused, hasKeys, before) = (false, false, piece.Definitions.Count);
        var content = new ZnodeContent(seen.Data, seen.ChildCount > 0, seen.Stat.Cversion > 0) { Znode = seen, IsEarlier = isEarlier };
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            if (_layers[layer].Contains(path))
            {
                made.Clear();
                isUnused |= !_layers[layer].Collect(content, path, made);
                hasKeys |= made.Count > 0;
                piece.Add(made, _keyLayers[layer], path);
            }
        }

        if (seen.Data is not null)
        {
            piece.Counts?.Add(KeyValuePair.Create(path, piece.Definitions.Count - before));
        }

        // The path of one layer can be below another, where its data is a value.
        if (isUnused && !hasKeys)
        {
            piece.Warnings.AddUnusedRoot(path);
        }
    }

    private sealed record Piece(List<KeyDefinition> Definitions, MappingWarnings Warnings, List<KeyValuePair<string, int>>? Counts)
    {
        public void Add(List<KeyValuePair<string, string?>> keys, KeyLayer layer, string path)
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
                    Definitions.Add(layer.Define(key, value, path));
                }
            }

            if (skipped > 0)
            {
                Warnings.Add(new SkippedKeys(path, skipped));
            }
        }
    }
}
