using System.Collections;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// The keys of an empty JSON object or array: none below the document, but the document's own key has a value, as it has inside a larger document. No key of a
/// dictionary can say this, because every text, also the empty one, is the name of a property.
/// </summary>
/// <param name="value">The value of the document's own key.</param>
internal sealed class EmptyDocument(string? value) : IEnumerable<KeyValuePair<string, string?>>
{
    public string? Value { get; } = value;

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, string?>>().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
