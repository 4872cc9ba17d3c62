using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>A znode with its children, for formats that nest.</summary>
internal sealed class SectionNode(string path, ReadOnlyMemory<byte>? data)
{
    public string Path { get; } = path;

    public ReadOnlyMemory<byte>? Data { get; private set; } = data;

    public SortedDictionary<string, SectionNode> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is written as a value. The root is always written as an object.</summary>
    public bool IsLeaf => Children.Count == 0 && Path.Length > 0;

    public static SectionNode Of(TreeState state)
    {
        var root = new SectionNode("", data: null);
        foreach (var (path, znode) in state.Znodes)
        {
            root.Find(path).Data = znode.Data;
        }

        return root;
    }

    private SectionNode Find(string path)
    {
        var node = this;
        foreach (var name in path.Length == 0 ? [] : path.Split('/'))
        {
            if (!node.Children.TryGetValue(name, out var child))
            {
                node.Children.Add(name, child = new SectionNode(RelativePath.Combine(node.Path, name), data: null));
            }

            node = child;
        }

        return node;
    }
}
