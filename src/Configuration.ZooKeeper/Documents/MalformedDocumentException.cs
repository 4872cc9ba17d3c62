namespace Configuration.ZooKeeper.Documents;

/// <summary>A document cannot become keys. The message completes "The data of znode …" and quotes nothing of it.</summary>
internal sealed class MalformedDocumentException(string reason) : Exception(reason);
