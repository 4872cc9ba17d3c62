using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Barriers;

/// <summary>The path and the settings of a double barrier.</summary>
/// <param name="Path">The path.</param>
/// <param name="Participants">How many processes pass together.</param>
/// <param name="Options">The options.</param>
internal sealed record BarrierPlace(string Path, int Participants, BarrierOptions Options)
{
    public string PathOf(string name) => ZnodePath.Combine(Path, name);
}
