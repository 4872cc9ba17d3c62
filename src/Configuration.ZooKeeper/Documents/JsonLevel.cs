using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Documents;

/// <summary>An object or array that the JSON reader is inside.</summary>
/// <param name="key">Its key. Empty for the root.</param>
/// <param name="isArray">Whether the elements are named by their index.</param>
internal sealed class JsonLevel(string key, bool isArray)
{
    private int _count;

    public string Key { get; } = key;

    public bool IsEmpty => _count == 0;

    /// <summary>The name of the property that the reader is at.</summary>
    public string Name { get; set; } = "";

    /// <summary>Counts a value, and returns its key.</summary>
    public string NextKey()
    {
        var name = isArray ? _count.ToString(CultureInfo.InvariantCulture) : Name;
        _count++;
        return Key.Length == 0 ? name : ConfigurationPath.Combine(Key, name);
    }
}
