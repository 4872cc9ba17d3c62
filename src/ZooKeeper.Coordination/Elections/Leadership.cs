using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents the leadership of this process. Dispose it to resign.</summary>
public sealed class Leadership : Ownership
{
    internal Leadership(Tenure tenure)
        : base(tenure)
    {
    }
}
