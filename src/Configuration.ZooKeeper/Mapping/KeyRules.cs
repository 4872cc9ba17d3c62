using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>The rules by which znodes become keys. The provider takes them from its options; tools that show keys have their own.</summary>
internal sealed record KeyRules
{
    public string? Section { get; init; }

    public IDictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>> Documents { get; init; } =
        new Dictionary<string, Func<Stream, IEnumerable<KeyValuePair<string, string?>>>>(StringComparer.OrdinalIgnoreCase) { [".json"] = JsonKeys.Read };

    public Func<string, string?>? SelectDocument { get; init; }

    public Func<string, string?>? MapKey { get; init; }

    public bool IgnoreFolderData { get; init; }

    public bool TrimLineEnd { get; init; }

    public int MaxInflatedLength { get; init; } = 16 * 1024 * 1024;

    /// <summary>Returns the encryption key with an id, or null.</summary>
    public Func<string, byte[]?>? SecretKey { get; init; }

    /// <summary>The managed root for which values must be encrypted, or null for any.</summary>
    public string? SecretRoot { get; init; }

    /// <summary>Whether encrypted values stay encrypted, for tools without keys.</summary>
    public bool KeepsEncrypted { get; init; }
}
