namespace Configuration.ZooKeeper.Revisions;

/// <summary>Specifies why a plan cannot be applied.</summary>
public enum ConflictReason
{
    /// <summary>Another revision was applied since the plan was made. Plan again.</summary>
    StalePlan,

    /// <summary>Znodes of the plan were changed, deleted, or deleted and created again since the plan was made. Plan again.</summary>
    ZnodesMoved,

    /// <summary>Znodes were written without a record. Adopt or revert the drift first.</summary>
    Drift,

    /// <summary>An import is under way. Wait for it, resume it or abort it.</summary>
    ImportUnderWay,

    /// <summary>A rollback or revert would overwrite later changes. <see cref="Plan.Conflicts"/> names the znodes.</summary>
    Merge,

    /// <summary>The path is above or below another managed root.</summary>
    OverlappingRoot,
}
