using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Lists the keys that a reload changed, in the order of <see cref="ConfigurationKeyComparer"/>. They are sorted on first access: for a large tree, sorting
/// takes as long as the rest of the reload, and metrics and health checks read the status often without needing the keys.
/// </summary>
internal sealed class ChangedKeys(IReadOnlyList<string> keys) : IReadOnlyList<string>
{
    private readonly Lazy<string[]> _sorted = new(() => [.. keys.Order(ConfigurationKeyComparer.Instance)]);

    public int Count => keys.Count;

    public string this[int index] => _sorted.Value[index];

    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_sorted.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
