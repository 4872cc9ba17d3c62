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
    private readonly TreeSnapshot? _tree;

    /// <summary>Creates the mapping of an empty tree.</summary>
    public TreeMapping(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths)
        : this(
            new ZnodeDefinitions(OptionRules.Of(options), paths, options.ControlPath, options.ServicesPath),
            options.ServicesPath is { } services ? new ServiceKeys(options.Section, services) : null,
            tree: null,
            KeyIndex.Empty)
    {
    }

    private TreeMapping(ZnodeDefinitions definitions, ServiceKeys? services, TreeSnapshot? tree, KeyIndex keys)
    {
        _definitions = definitions;
        _services = services;
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
        var before = new MappingWarnings();
        if (_tree is not null && !TryWithdraw(changes, edit, before))
        {
            // A parser or MapKey does not always return the same result: map everything again.
            var whole = new TreeMapping(_definitions, _services, tree: null, KeyIndex.Empty).Next(tree);
            return new TreeMapping(_definitions, _services, tree, whole.Keys) { ChangedKeys = [.. whole.Keys.ChangedKeys(Keys)] };
        }

        var warnings = new MappingWarnings();
        foreach (var definition in DefinitionsOf(changes, areEarlier: false, tree, warnings))
        {
            edit.Define(definition);
        }

        var keys = edit.Seal();
        return new TreeMapping(_definitions, _services, tree, keys)
        {
            ChangedKeys = edit.ChangedKeys,
            Collisions = edit.Collisions(),
            Warnings = warnings.Except(before),
        };
    }

    private IEnumerable<KeyDefinition> DefinitionsOf(IReadOnlyList<ZnodeChange> changes, bool areEarlier, TreeSnapshot tree, MappingWarnings warnings)
    {
        var definitions = _definitions.Of(changes, areEarlier, warnings);
        return _services is null ? definitions : definitions.Concat(_services.Of(changes, tree, warnings));
    }

    private bool TryWithdraw(IReadOnlyList<ZnodeChange> changes, KeyIndexEdit edit, MappingWarnings warnings)
    {
        var withdrawn = new List<KeyDefinition>(changes.Count);
        try
        {
            foreach (var definition in DefinitionsOf(changes, areEarlier: true, _tree!, warnings))
            {
                // A document can define a key twice, but only once in the index.
                if (!edit.Undefine(definition) && withdrawn.FindLastIndex(other => IsSame(other, definition)) < 0)
                {
                    return false;
                }

                withdrawn.Add(definition);
            }

            return true;
        }
        catch (MalformedValueException)
        {
            return false;
        }
    }

    private static bool IsSame(KeyDefinition one, KeyDefinition other) =>
        one.Layer == other.Layer && KeyComparer.Instance.Equals(one.Key, other.Key) && one.Path == other.Path;
}
