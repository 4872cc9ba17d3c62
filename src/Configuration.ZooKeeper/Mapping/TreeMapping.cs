using Configuration.ZooKeeper.Keys;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// A tree and the keys that it becomes (docs/architecture.md, "Keys"). The next tree is mapped by its difference to this one, so a change costs what changed.
/// </summary>
internal sealed class TreeMapping
{
    private readonly ZnodeDefinitions _definitions;
    private readonly TreeSnapshot? _tree;

    /// <summary>The mapping of nothing.</summary>
    public TreeMapping(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths)
        : this(new ZnodeDefinitions(options, paths), tree: null, KeyIndex.Empty)
    {
    }

    private TreeMapping(ZnodeDefinitions definitions, TreeSnapshot? tree, KeyIndex keys)
    {
        _definitions = definitions;
        _tree = tree;
        Keys = keys;
    }

    public KeyIndex Keys { get; }

    /// <summary>The keys by which this differs from the mapping that it was made from.</summary>
    public IReadOnlyList<string> ChangedKeys { get; private init; } = [];

    /// <summary>The collisions that are new in this mapping.</summary>
    public IReadOnlyList<KeyCollision> Collisions { get; private init; } = [];

    /// <summary>The keys that are left out, of znodes that had none left out before.</summary>
    public IReadOnlyList<SkippedKeys> Skipped { get; private init; } = [];

    /// <summary>The paths of the znodes by which a tree differs from this one's.</summary>
    public IEnumerable<string> ChangedPaths(TreeSnapshot tree) => tree.Changes(_tree).Select(change => change.Path);

    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public TreeMapping Next(TreeSnapshot tree)
    {
        var changes = tree.Changes(_tree);
        var edit = new KeyIndexEdit(Keys, changes.Count);
        var skippedBefore = new List<SkippedKeys>();
        if (_tree is not null && !TryWithdraw(changes, edit, skippedBefore))
        {
            // A parser or MapKey does not always answer the same: all is mapped anew.
            var whole = new TreeMapping(_definitions, tree: null, KeyIndex.Empty).Next(tree);
            return new TreeMapping(_definitions, tree, whole.Keys) { ChangedKeys = [.. whole.Keys.ChangedKeys(Keys)] };
        }

        var skipped = new List<SkippedKeys>();
        foreach (var definition in _definitions.Of(changes, static change => change.Later, skipped))
        {
            edit.Define(definition);
        }

        var keys = edit.Seal();
        return new TreeMapping(_definitions, tree, keys)
        {
            ChangedKeys = edit.ChangedKeys,
            Collisions = [.. edit.Collisions()],
            Skipped = [.. skipped.ExceptBy(skippedBefore.Select(static keys => keys.Path), static keys => keys.Path)],
        };
    }

    private bool TryWithdraw(IReadOnlyList<ZnodeChange> changes, KeyIndexEdit edit, List<SkippedKeys> skipped)
    {
        try
        {
            foreach (var definition in _definitions.Of(changes, static change => change.Earlier, skipped))
            {
                edit.Undefine(definition.Key, definition.Layer, definition.Path);
            }

            return true;
        }
        catch (MalformedValueException)
        {
            return false;
        }
    }
}
