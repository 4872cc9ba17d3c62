using Configuration.ZooKeeper.Keys;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Maps a tree snapshot to a key index (docs/architecture.md, "Keys"). The next tree is mapped by its difference from this one, so a change costs what changed.
/// </summary>
internal sealed class TreeMapping
{
    private readonly ZnodeDefinitions _definitions;
    private readonly TreeSnapshot? _tree;

    /// <summary>Gets the mapping of an empty tree.</summary>
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

    /// <summary>Gets the keys that changed since the previous mapping.</summary>
    public IReadOnlyList<string> ChangedKeys { get; private init; } = [];

    /// <summary>Gets the collisions that are new in this mapping.</summary>
    public IReadOnlyList<KeyCollision> Collisions { get; private init; } = [];

    /// <summary>Gets the skipped keys of znodes that had no skipped keys before.</summary>
    public IReadOnlyList<SkippedKeys> Skipped { get; private init; } = [];

    /// <summary>Returns the paths of the znodes that differ between a tree and this one.</summary>
    public IEnumerable<string> ChangedPaths(TreeSnapshot tree) => tree.Changes(_tree).Select(change => change.Path);

    /// <exception cref="MalformedValueException">A znode's data cannot become keys.</exception>
    public TreeMapping Next(TreeSnapshot tree)
    {
        var changes = tree.Changes(_tree);
        var edit = new KeyIndexEdit(Keys, changes.Count);
        var skippedBefore = new List<SkippedKeys>();
        if (_tree is not null && !TryWithdraw(changes, edit, skippedBefore))
        {
            // A parser or MapKey is not deterministic, so map the whole tree again.
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
