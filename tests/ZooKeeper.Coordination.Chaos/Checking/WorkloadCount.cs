namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>What happened in one workload.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Grants">How often the ownership was granted.</param>
/// <param name="ExactGrants">How often on the leader, where the deadline is exact.</param>
/// <param name="Losses">How often an owner was told of a loss.</param>
/// <param name="GaveUp">How many attempts gave up.</param>
/// <param name="Writes">How many writes took effect.</param>
/// <param name="LateWrites">How many of them came after one with a higher fencing token.</param>
internal sealed record WorkloadCount(string Name, int Grants, int ExactGrants, int Losses, int GaveUp, int Writes, int LateWrites)
{
    public override string ToString() =>
        $"{Name,-14} {Grants,6} grants ({ExactGrants} exact), {Losses} lost, {GaveUp} gave up" + (Writes > 0 ? $", {Writes} writes, {LateWrites} of them late" : "");
}
