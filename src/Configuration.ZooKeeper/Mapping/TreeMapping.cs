using Configuration.ZooKeeper.Keys;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Maps a tree snapshot to keys (docs/architecture.md, "Keys"). Maps the next snapshot by its difference from this one, at a cost proportional to the change.
/// </summary>
internal sealed class TreeMapping
{
    private readonly ZnodeDefinitions _definitions;
    private readonly ServiceKeys? _services;
    private readonly KeyCounts _counts;
    private readonly TreeSnapshot? _tree;

    /// <summary>Creates the mapping of an empty tree.</summary>
    public TreeMapping(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths)
        : this(
            new ZnodeDefinitions(OptionRules.Of(options), paths, options.ControlPath, options.ServicesPath),
            options.ServicesPath is { } services ? new ServiceKeys(options.Section, services) : null,
            KeyCounts.Of(OptionRules.Of(options)),
            tree: null,
            KeyIndex.Empty)
    {
    }

    private TreeMapping(ZnodeDefinitions definitions, ServiceKeys? services, KeyCounts counts, TreeSnapshot? tree, KeyIndex keys)
    {
        _definitions = definitions;
        _services = services;
        _counts = counts;
        _tree = tree;
        Keys = keys;
    }

    public KeyIndex Keys { get; }

    /// <summary>The keys that differ from the previous mapping.</summary>
    public IReadOnlyList<string> ChangedKeys { get; private init; } = [];

    /// <summary>The collisions that the previous mapping did not have.</summary>
    public IReadOnlyList<KeyCollision> Collisions { get; private init; } = [];

    /// <summary>The warnings about znodes that had no such warning before.</summary>
    public MappingWarnings Warnings { get; private init; } = new();

    /// <summary>Returns the paths of the znodes that differ between this tree and another one.</summary>
    public IEnumerable<string> ChangedPaths(TreeSnapshot tree) => tree.Changes(_tree).Select(change => change.Path);

    /// <summary>Maps the next tree of the same mirror.</summary>
    /// <exception cref="MalformedValueException">The data of a znode cannot become keys.</exception>
    public TreeMapping Next(TreeSnapshot tree)
    {
        var changes = tree.Changes(_tree);
        var edit = new KeyIndexEdit(Keys, changes.Count);
        var (before, earlier) = (new MappingWarnings(), _counts.NewList());
        if (_tree is not null && !TryWithdraw(changes, edit, before, earlier))
        {
            return Again(tree, changes);
        }

        var (warnings, later) = (new MappingWarnings(), _counts.NewList());
        foreach (var definition in DefinitionsOf(changes, areEarlier: false, tree, warnings, later))
        {
            edit.Define(definition);
        }

        var keys = edit.Seal();
        return new TreeMapping(_definitions, _services, _counts.With(earlier, later), tree, keys)
        {
            ChangedKeys = edit.ChangedKeys,
            Collisions = edit.Collisions(),
            Warnings = warnings.Except(before),
        };
    }

    // A parser or MapKey does not always return the same result: maps everything again. Warns of the changed znodes: most others had their warnings before.
    private TreeMapping Again(TreeSnapshot tree, IReadOnlyList<ZnodeChange> changes)
    {
        var whole = new TreeMapping(_definitions, _services, _counts.None(), tree: null, KeyIndex.Empty).Next(tree);
        var contested = whole.Collisions.Select(collision => collision.Key).Distinct(KeyComparer.Instance);
        var known = contested.SelectMany(key => Keys.Entries.Find(key).Definition?.Collisions ?? []);
        return new TreeMapping(_definitions, _services, whole._counts, tree, whole.Keys)
        {
            ChangedKeys = [.. whole.Keys.ChangedKeys(Keys)],
            Collisions = [.. whole.Collisions.Except(known)],
            Warnings = whole.Warnings.Of(changes.Select(change => change.Path).ToHashSet(StringComparer.Ordinal)),
        };
    }

    private IEnumerable<KeyDefinition> DefinitionsOf(
        IReadOnlyList<ZnodeChange> changes, bool areEarlier, TreeSnapshot tree, MappingWarnings warnings, List<KeyValuePair<string, int>>? counts)
    {
        var definitions = _definitions.Of(changes, areEarlier, warnings, counts);
        return _services is null ? definitions : definitions.Concat(_services.Of(changes, tree, warnings));
    }

    private bool TryWithdraw(
        IReadOnlyList<ZnodeChange> changes, KeyIndexEdit edit, MappingWarnings warnings, List<KeyValuePair<string, int>>? counts)
    {
        var withdrawn = new List<KeyDefinition>(changes.Count);
        HashSet<(int Layer, string Path, string Key)>? names = null;
        try
        {
            foreach (var definition in DefinitionsOf(changes, areEarlier: true, _tree!, warnings, counts))
            {
                // A document can define a key twice, but only once in the index. Few do, so the names are collected at the first one.
                if (!edit.Undefine(definition) && !(names ??= [.. withdrawn.Select(NameOf)]).Contains(NameOf(definition)))
                {
                    return false;
                }

                withdrawn.Add(definition);
                names?.Add(NameOf(definition));
            }

            return _counts.AreSame(counts);
        }
        catch (MalformedValueException)
        {
            return false;
        }
    }

    private static (int Layer, string Path, string Key) NameOf(KeyDefinition definition) =>
        (definition.Layer, definition.Path, definition.Key.ToUpperInvariant());
}
