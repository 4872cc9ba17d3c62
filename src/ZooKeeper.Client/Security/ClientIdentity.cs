namespace ZooKeeper.Client;

/// <summary>An identity that the server knows a connection by, as <see cref="ZooKeeperClient.WhoAmIAsync"/> reports it.</summary>
/// <param name="Scheme">The authentication scheme, such as <c>ip</c> or <c>digest</c>.</param>
/// <param name="User">The user within the scheme.</param>
public readonly record struct ClientIdentity(string Scheme, string User);
