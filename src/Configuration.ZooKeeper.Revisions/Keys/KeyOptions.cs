using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Mapping;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Provides options for showing znodes as keys. Set them like the options of the provider in the applications.</summary>
public sealed class KeyOptions
{
    /// <summary>Gets the parsers for znodes that contain documents, by file extension.</summary>
    /// <value>The default is a parser for <c>.json</c>.</value>
    public IDictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>> Documents { get; } =
        new Dictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>>(StringComparer.OrdinalIgnoreCase) { [".json"] = JsonKeys.Read };

    /// <summary>Gets or sets the keys for encrypted values.</summary>
    /// <value>The default is <see langword="null"/>: encrypted values are shown as they are.</value>
    public SecretCipher? Secrets { get; set; }

    internal KeyRules ToRules() => new() { Documents = Documents, KeepsEncrypted = Secrets is null, SecretKey = Secrets is { } secrets ? secrets.FindKey : null };
}
