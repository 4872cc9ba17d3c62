using Configuration.ZooKeeper.Documents;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Returns the keys of one znode: none, one key with its text, or the keys of its document (docs/architecture.md, "Keys").
/// </summary>
internal sealed class ZnodeKeys(KeyRules rules, string layerPath)
{
    private const int LongestOnStack = 256;

    private readonly DocumentEndings _endings = new(rules);
    private readonly string _section = rules.Section is { Length: > 0 } section ? section + ConfigurationPath.KeyDelimiter : "";

    /// <summary>Returns whether a path is in the layer. <c>/apple</c> is not in <c>/app</c>.</summary>
    public bool Contains(string path) =>
        layerPath.Length == 1 || (path.StartsWith(layerPath, StringComparison.Ordinal) && (path.Length == layerPath.Length || path[layerPath.Length] == '/'));

    /// <summary>Adds the keys of a znode to a list.</summary>
    /// <param name="znode">The znode.</param>
    /// <param name="path">Its full path, at or below the path of the layer.</param>
    /// <param name="keys">The list.</param>
    /// <returns>False if the znode is the layer's own and has data that becomes no key.</returns>
    /// <exception cref="MalformedValueException">The data cannot become keys.</exception>
    public bool Collect(in ZnodeContent znode, string path, List<KeyValuePair<string, string?>> keys)
    {
        if (znode.Data is not { } data)
        {
            return true;
        }

        var below = path == layerPath ? "" : path.AsSpan(layerPath.Length == 1 ? 1 : layerPath.Length + 1);
        if (_endings.Of(path, below) is { } ending)
        {
            CollectDocument(data, znode.IsEarlier, path, ending, below.ToString(), keys);
            return true;
        }

        if (rules.IgnoreFolderData && znode.HasChildren)
        {
            return true;
        }

        if (below.Length == 0)
        {
            return data.IsEmpty;
        }

        // Empty data marks a folder, not a value, even after its last child was deleted.
        if (!(data.IsEmpty && znode.IsFolder) && KeyOf(below, path) is { } key)
        {
            keys.Add(KeyValuePair.Create(key, znode.IsEarlier ? null : SecretText.Decrypt(Text(znode.Znode, data, path), below, key: "", path, rules)));
        }

        return true;
    }

    private static string? Map(Func<string, string?> mapKey, string below, string path)
    {
        try
        {
            return mapKey(below);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"has no key: {nameof(KeyRules.MapKey)} threw {e.GetType()}");
        }
    }

    private void CollectDocument(ReadOnlyMemory<byte> data, bool isEarlier, string path, string ending, string below, List<KeyValuePair<string, string?>> keys)
    {
        // The document stands for the znodes that its keys would be, so its own path has no ending.
        var section = below.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? below[..^ending.Length] : below;
        var own = section;
        if (section.Length > 0 && rules.MapKey is { } mapKey)
        {
            if (Map(mapKey, section, path) is not { } mapped)
            {
                return;
            }

            own = mapped;
        }

        var made = DocumentText.Parse(TextValue.Check(Inflate(data, path), path), path, ending, rules.Documents[ending]);
        if (made is EmptyDocument empty)
        {
            // The root of a configuration has no key.
            if (KeyBelow(own.Length == 0 ? own : Usable(own, path)) is { Length: > 0 } key)
            {
                keys.Add(KeyValuePair.Create(key, empty.Value));
            }

            return;
        }

        var prefix = KeyBelow(section) is { Length: > 0 } above ? above + ConfigurationPath.KeyDelimiter : "";
        DocumentKeyLength.Check(made, prefix.Length, path);
        foreach (var (name, value) in made)
        {
            if ((rules.MapKey is null ? prefix + name : MappedKey(section, name, prefix, path)) is { } key)
            {
                keys.Add(KeyValuePair.Create(key, isEarlier ? null : SecretText.Decrypt(value, below, name, path, rules)));
            }
        }
    }

    // A name that is not mapped stays as it is: it can contain a slash.
    private string? MappedKey(string section, string name, string prefix, string path)
    {
        var below = (section.Length == 0 ? "" : section + '/') + name.Replace(ConfigurationPath.KeyDelimiter[0], '/');
        var mapped = Map(rules.MapKey!, below, path);
        return mapped == below ? prefix + name : mapped is null ? null : KeyBelow(Usable(mapped, path));
    }

    private string? KeyOf(ReadOnlySpan<char> below, string path) => rules.MapKey is not { } mapKey ? KeyBelow(below)
        : Map(mapKey, below.ToString(), path) is { } mapped ? KeyBelow(Usable(mapped, path))
        : null;

    // The key of a path that starts with a slash would be in a section without a name, where nobody looks for it.
    private static string Usable(string mapped, string path) => mapped switch
    {
        "" => throw new MalformedValueException(path, $"has no key: {nameof(KeyRules.MapKey)} returned an empty path"),
        ['/', ..] => throw new MalformedValueException(path, $"has no key: {nameof(KeyRules.MapKey)} returned a path that starts with a slash"),
        _ => mapped,
    };

    // Hot: runs for every znode and allocates only the key.
    private string KeyBelow(ReadOnlySpan<char> below)
    {
        if (below.Length == 0)
        {
            return rules.Section ?? "";
        }

        Span<char> key = below.Length <= LongestOnStack ? stackalloc char[below.Length] : new char[below.Length];
        below.Replace(key, '/', ConfigurationPath.KeyDelimiter[0]);
        return string.Concat(_section, key);
    }

    private string Text(Znode? znode, ReadOnlyMemory<byte> data, string path)
    {
        var text = TextValue.Kept(znode) ?? TextValue.Decode(Inflate(data, path), path);
        return !rules.TrimLineEnd || !text.EndsWith('\n') ? text : text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text[..^1];
    }

    private ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> data, string path) => InflatedData.Of(data, rules.MaxInflatedLength, path);
}
