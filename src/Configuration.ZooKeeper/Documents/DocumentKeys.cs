namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// Limits the length of all keys of a document. Each key, and each section above it, contains the names of all sections above. So a short document with one long
/// name could exhaust the memory of every application that reads it.
/// </summary>
internal static class DocumentKeys
{
    /// <summary>The maximum number of characters in all keys of a document and their sections: about ten times as many as in a long document of ordinary names.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    /// <summary>The reason for rejecting a document. It completes "The data of znode …".</summary>
    public static string TooLong => $"has keys of more than {MaxLength:N0} characters together: shorten the names of its sections";
}
