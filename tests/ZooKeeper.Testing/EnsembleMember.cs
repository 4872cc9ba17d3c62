namespace ZooKeeper.Testing;

/// <summary>Holds the id of one server of an ensemble, and the addresses of all members as this server reaches them.</summary>
internal sealed record EnsembleMember(int Id, IReadOnlyDictionary<string, string> Settings);
