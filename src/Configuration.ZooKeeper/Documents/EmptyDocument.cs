using System.Collections;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// An empty JSON object or array. It has no keys below it, but its own key has a value, as it would inside a larger document. A dictionary cannot express this,
/// because every string, even the empty one, can be the name of a property.
/// </summary>
/// <param name="value">The value of the document's own key.</param>
internal sealed class EmptyDocument(string? value) : IEnumerable<KeyValuePair<string, string?>>
{
    public string? Value { get; } = value;

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, string?>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
