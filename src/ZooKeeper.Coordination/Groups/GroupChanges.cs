namespace ZooKeeper.Coordination;

/// <summary>Contains the difference between two views of a <see cref="ZooKeeperGroup"/>.</summary>
/// <param name="Joined">The members that only the later view has.</param>
/// <param name="Left">The members that only the earlier view has.</param>
/// <param name="Changed">The members that have other data or were created again, as the later view has them.</param>
public sealed record GroupChanges(IReadOnlyList<GroupMember> Joined, IReadOnlyList<GroupMember> Left, IReadOnlyList<GroupMember> Changed);
