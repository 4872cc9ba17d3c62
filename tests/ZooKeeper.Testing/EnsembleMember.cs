namespace ZooKeeper.Testing;

/// <summary>Holds the id of one server of an ensemble, and the addresses of the others.</summary>
internal sealed record EnsembleMember(int Id, IReadOnlyDictionary<string, string> Settings);
