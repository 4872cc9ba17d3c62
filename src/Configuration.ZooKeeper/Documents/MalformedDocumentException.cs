namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// The exception that is thrown when a document cannot become keys. The message completes "The data of znode …" and can quote keys, but never values.
/// </summary>
internal sealed class MalformedDocumentException(string reason) : Exception(reason);
