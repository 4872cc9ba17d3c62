using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Checks the length of the keys of a document before each gets the key of the document as its prefix.</summary>
internal static class DocumentKeyLength
{
    /// <param name="keys">The keys inside the document.</param>
    /// <param name="prefixLength">The length of the key of the document.</param>
    /// <param name="path">The path of the znode.</param>
    /// <exception cref="MalformedValueException">The keys are too long.</exception>
    public static void Check(IEnumerable<KeyValuePair<string, string?>> keys, int prefixLength, string path)
    {
        var total = 0L;
        foreach (var (name, _) in keys)
        {
            // A key with too many levels is not in the index.
            var levels = KeyLevels.AreTooMany(name) ? 1L : 1L + name.AsSpan().Count(':');
            total += (prefixLength + name.Length) * levels;
            if (total > DocumentKeys.MaxLength)
            {
                throw new MalformedValueException(path, DocumentKeys.TooLong);
            }
        }
    }
}
