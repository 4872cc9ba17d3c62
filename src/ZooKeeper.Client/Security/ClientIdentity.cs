namespace ZooKeeper.Client;

/// <summary>Describes an identity that a connection has on the server, as <see cref="ZooKeeperOperations.WhoAmIAsync"/> returns it.</summary>
/// <param name="Scheme">The authentication scheme, such as <c>ip</c> or <c>digest</c>.</param>
/// <param name="User">The user within the scheme.</param>
public readonly record struct ClientIdentity(string Scheme, string User);
