using Configuration.ZooKeeper.Mapping;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Contains the znodes that should exist, by their path below the path that was opened. Load it with <see cref="StateFile"/>, or build it.</summary>
public sealed class DesiredState
{
    private readonly SortedDictionary<string, DesiredZnode> _znodes = new(StringComparer.Ordinal);

    /// <summary>Gets the znodes, by their path such as <c>Db/Timeout</c>.</summary>
    public IReadOnlyDictionary<string, DesiredZnode> Znodes => _znodes;

    /// <summary>Adds or replaces a znode.</summary>
    /// <param name="path">The path, such as <c>Db/Timeout</c>. Empty for the path that was opened.</param>
    /// <param name="data">The data, or null.</param>
    /// <param name="acl">The access control list if the znode is created, or null for that of its parent.</param>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public DesiredState Set(string path, byte[]? data, IReadOnlyList<Acl>? acl = null) => Add(path, new DesiredZnode(data, Acl: acl));

    /// <summary>Adds or replaces a znode with text.</summary>
    /// <param name="path">The path, such as <c>Db/Timeout</c>.</param>
    /// <param name="text">The text, which is stored as UTF-8.</param>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public DesiredState Set(string path, string text) => Set(path, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a znode whose data does not matter, if the state does not contain it.</summary>
    /// <param name="path">The path, such as <c>Db</c>.</param>
    /// <exception cref="ArgumentException">The path is not valid.</exception>
    public DesiredState AddFolder(string path) => _znodes.ContainsKey(path) ? this : Add(path, new DesiredZnode(null, IsDataSpecified: false));

    internal DesiredState Add(string path, DesiredZnode znode)
    {
        ZnodePath.Parse("/" + path);
        if (ZnodePath.NameOf(path) == ImportMarker.Name)
        {
            throw new ArgumentException($"'{path}' is the marker of imports. Use another name.", nameof(path));
        }

        _znodes[path] = znode;
        return this;
    }
}
