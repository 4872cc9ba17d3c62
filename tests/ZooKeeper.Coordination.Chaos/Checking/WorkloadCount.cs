using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>What happened in one workload.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Grants">How often the ownership was granted.</param>
/// <param name="ExactGrants">How often on the leader, where the deadline is exact.</param>
/// <param name="Losses">How often an owner was told of a loss.</param>
/// <param name="GaveUp">How many attempts gave up.</param>
/// <param name="Downgrades">How many writers went on as readers.</param>
/// <param name="Writes">How many writes took effect.</param>
/// <param name="LateWrites">How many of them came after one with a higher fencing token.</param>
internal sealed record WorkloadCount(Workload Workload, int Grants, int ExactGrants, int Losses, int GaveUp, int Downgrades, int Writes, int LateWrites)
{
    public override string ToString() =>
        $"{Workload.Name,-14} {Grants,6} grants ({ExactGrants} exact), {Losses} lost, {GaveUp} gave up" + (Downgrades > 0 ? $", {Downgrades} downgrades" : "")
        + (Writes > 0 ? $", {Writes} writes, {LateWrites} of them late" : "");
}
