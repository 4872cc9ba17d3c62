using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Barriers;

/// <summary>Where a double barrier is, and what it is made with.</summary>
/// <param name="Path">The path.</param>
/// <param name="Participants">How many processes pass together.</param>
/// <param name="Options">The options.</param>
internal sealed record BarrierPlace(string Path, int Participants, BarrierOptions Options)
{
    public string PathOf(string name) => ZnodePath.Combine(Path, name);
}
