namespace ZooKeeper.Coordination;

/// <summary>Describes a leader service at one moment.</summary>
/// <param name="Path">The path of the election.</param>
/// <param name="State">What it does.</param>
/// <param name="Fence">The fencing token of the present term, or 0.</param>
/// <param name="LastError">The type of the last exception of its work, or null.</param>
public sealed record LeaderServiceStatus(string Path, LeaderServiceState State, long Fence, string? LastError);
