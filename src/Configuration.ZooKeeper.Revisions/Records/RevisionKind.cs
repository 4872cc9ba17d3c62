using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Specifies how a revision came about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RevisionKind>))]
public enum RevisionKind
{
    /// <summary>A desired state was applied.</summary>
    Apply,

    /// <summary>The state as of an earlier revision was applied.</summary>
    Rollback,

    /// <summary>The changes of one revision were undone.</summary>
    Revert,

    /// <summary>Drift was recorded. The znodes did not change.</summary>
    Adopt,

    /// <summary>Drift was undone.</summary>
    DriftRevert,

    /// <summary>A change in several transactions.</summary>
    Import,

    /// <summary>A backup was restored.</summary>
    Restore,

    /// <summary>Access control lists were changed.</summary>
    Access,
}
