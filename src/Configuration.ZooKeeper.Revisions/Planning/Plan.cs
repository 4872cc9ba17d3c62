using Configuration.ZooKeeper.Revisions.Formats;
using Configuration.ZooKeeper.Revisions.Planning;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Contains the changes from the current state to a desired one. A plan applies only to exactly the state that it was made for. Make it with
/// <see cref="ManagedRoot.PlanAsync"/>.
/// </summary>
public sealed record Plan
{
    /// <summary>Gets the version of the file format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>
    /// Gets the uid of the revision that the plan becomes. The plan contains it, so that you can ask for the outcome of an apply at any time.
    /// </summary>
    public required Guid Uid { get; init; }

    /// <summary>Gets the path of the managed root.</summary>
    public required string Root { get; init; }

    /// <summary>Gets the path below the root that the plan is about. It is empty for the whole root.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Gets the kind of the revision.</summary>
    public RevisionKind Kind { get; init; }

    /// <summary>Gets the revision that a rollback goes to, or that a revert undoes.</summary>
    public int? Of { get; init; }

    /// <summary>Gets the zxid of the state that the plan was made for.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the revision of the state that the plan was made for.</summary>
    public required int Revision { get; init; }

    /// <summary>Gets the uid of that revision, or null before the first one.</summary>
    public Guid? RevisionUid { get; init; }

    /// <summary>Gets the changes, in the order in which they are applied: creations from the top, writes, deletions from the bottom.</summary>
    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    /// <summary>Gets the warnings to read before you apply the plan.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets the full paths of the znodes whose later changes a rollback or revert would overwrite. A plan with conflicts cannot be applied.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>Gets whether there is nothing to change.</summary>
    public bool IsEmpty => Changes.Count == 0;

    /// <summary>Writes the plan to a file, which only its owner can read. It contains values.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public Task SaveAsync(string file, CancellationToken cancellationToken = default) => OwnerOnlyFile.SaveAsync(file, this, PlanJson.Context.Plan, cancellationToken);

    /// <summary>Reads a plan from a file.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="InvalidInputException">The file is not a plan.</exception>
    public static Task<Plan> LoadAsync(string file, CancellationToken cancellationToken = default) =>
        OwnerOnlyFile.LoadAsync(file, PlanJson.Context.Plan, static plan => plan.Format == 1, "a plan", cancellationToken);

    /// <summary>Returns the number of changes and the root.</summary>
    public override string ToString() => $"{Changes.Count} changes of {Root} at revision {Revision}";
}
