namespace ZooKeeper.Coordination.Tenures;

/// <summary>The names of losses in measurements.</summary>
internal static class TenureLossNames
{
    /// <summary>Returns the value of <c>error.type</c>. Null without a loss.</summary>
    public static string? ErrorName(this TenureLoss loss) => loss switch
    {
        TenureLoss.None => null,
        TenureLoss.SessionEnded => "session_ended",
        TenureLoss.DeadlinePassed => "deadline_passed",
        _ => "znode_deleted",
    };
}
