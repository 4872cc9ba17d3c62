using System.Text.Json;
using Configuration.ZooKeeper.Documents;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Returns the keys of one znode: none, one key with its text, or the keys of its document (docs/architecture.md, "Keys").
/// </summary>
internal sealed class ZnodeKeys(ZooKeeperConfigurationOptions options, string layerPath)
{
    private const int LongestOnStack = 256;

    private readonly string[] _extensions = [.. options.Documents.Keys];
    private readonly string _section = options.Section is { Length: > 0 } section ? section + ConfigurationPath.KeyDelimiter : "";

    /// <summary>Returns whether a path is in the layer. <c>/apple</c> is not in <c>/app</c>.</summary>
    public bool Contains(string path) =>
        layerPath.Length == 1 || (path.StartsWith(layerPath, StringComparison.Ordinal) && (path.Length == layerPath.Length || path[layerPath.Length] == '/'));

    /// <summary>Adds the keys of a znode to a list.</summary>
    /// <param name="data">Its data, or null.</param>
    /// <param name="isFolder">Whether it has children, or ever had any.</param>
    /// <param name="path">Its full path, at or below the path of the layer.</param>
    /// <param name="keys">The list.</param>
    /// <exception cref="MalformedValueException">The data cannot become keys.</exception>
    public void Collect(ReadOnlyMemory<byte>? data, bool isFolder, string path, List<KeyValuePair<string, string?>> keys)
    {
        var extension = ExtensionOf(path);
        if (data is not { } bytes || KeyOf(path, extension) is not { } key)
        {
            return;
        }

        if (extension is not null)
        {
            keys.AddRange(Parse(bytes, path, extension, key));
        }
        else if (path != layerPath && !(bytes.IsEmpty && isFolder))
        {
            // The root of a layer has no key of its own. Empty data marks a folder, not a value, also after its last child was deleted.
            keys.Add(KeyValuePair.Create<string, string?>(key, TextValue.Decode(Inflate(bytes, path), path)));
        }
    }

    private string? ExtensionOf(string path)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        string? longest = null;
        foreach (var extension in _extensions)
        {
            if (name.Length > extension.Length && extension.Length > (longest?.Length ?? 0) && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                longest = extension;
            }
        }

        return longest;
    }

    // The key of a document is the section of its keys. For the root of a layer it is the section of the source.
    private string? KeyOf(string path, string? extension)
    {
        if (path == layerPath)
        {
            return _section;
        }

        var below = path.AsSpan(layerPath.Length == 1 ? 1 : layerPath.Length + 1);
        if (options.MapKey is { } mapKey)
        {
            if (Map(mapKey, below.ToString(), path) is not { } mapped)
            {
                return null;
            }

            below = mapped;
        }

        if (extension is not null && below.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        {
            below = below[..^extension.Length];
        }
        else if (extension is null && below.IsEmpty)
        {
            throw new MalformedValueException(path, $"has no key: {nameof(options.MapKey)} returned an empty path, which is only allowed for a document");
        }

        // Hot: runs for every znode and allocates only the key.
        Span<char> key = below.Length <= LongestOnStack ? stackalloc char[below.Length] : new char[below.Length];
        below.Replace(key, '/', ConfigurationPath.KeyDelimiter[0]);
        return string.Concat(_section, key);
    }

    private static string? Map(Func<string, string?> mapKey, string below, string path)
    {
        try
        {
            return mapKey(below);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"has no key: {nameof(ZooKeeperConfigurationOptions.MapKey)} threw {e.GetType()}");
        }
    }

    private IEnumerable<KeyValuePair<string, string?>> Parse(ReadOnlyMemory<byte> data, string path, string extension, string section)
    {
        var text = TextValue.Check(Inflate(data, path), path);
        var prefix = section.Length == _section.Length ? section : section + ConfigurationPath.KeyDelimiter;
        try
        {
            using var stream = new MemoryStream(text.ToArray(), writable: false);
            var keys = options.Documents[extension](stream);
            return keys is EmptyDocument empty
                ? Own(prefix, empty.Value)
                : [.. keys.Select(key => KeyValuePair.Create(prefix + key.Key, key.Value))];
        }
        catch (Exception) when (text.IsEmpty)
        {
            throw new MalformedValueException(path, $"is empty, which is not a valid {extension} document");
        }
        catch (JsonException e)
        {
            // Without its message, which can quote the data.
            throw new MalformedValueException(path, $"is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }
        catch (MalformedDocumentException e)
        {
            throw new MalformedValueException(path, e.Message);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"cannot be parsed as a {extension} document ({e.GetType()})");
        }
    }

    // The root of a configuration has no key.
    private static IEnumerable<KeyValuePair<string, string?>> Own(string prefix, string? value) =>
        prefix.Length == 0 ? [] : [KeyValuePair.Create(prefix[..^ConfigurationPath.KeyDelimiter.Length], value)];

    private ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> data, string path) => InflatedData.Of(data, options.MaxInflatedLength, path);
}
