using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The change of an access control list.</summary>
/// <param name="Path">The path below the managed root.</param>
/// <param name="Old">The list before.</param>
/// <param name="New">The list after.</param>
internal sealed record RecordedAccess(string Path, IReadOnlyList<Acl> Old, IReadOnlyList<Acl> New);
