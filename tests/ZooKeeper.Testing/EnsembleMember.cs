namespace ZooKeeper.Testing;

/// <summary>The id of one server of an ensemble, and what it is told about the others.</summary>
internal sealed record EnsembleMember(int Id, IReadOnlyDictionary<string, string> Settings);
