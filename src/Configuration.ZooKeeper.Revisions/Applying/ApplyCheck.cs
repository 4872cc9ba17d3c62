using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Revisions.Planning;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;

namespace Configuration.ZooKeeper.Revisions.Applying;

/// <summary>Checks that a plan fits the current state.</summary>
internal static class ApplyCheck
{
    private const int MostPathsInMessages = 3;

    /// <exception cref="RevisionConflictException">The plan does not fit, has conflicts, or an import is under way.</exception>
    public static void ThrowIfStale(Plan plan, PresentState present)
    {
        if (plan.Conflicts.Count > 0)
        {
            throw new RevisionConflictException(
                ConflictReason.Merge,
                $"Cannot apply the plan: it would overwrite later changes of {Describe(plan.Conflicts)}. Revert those first, or change the znodes with a plan of their own.",
                plan.Conflicts);
        }

        ThrowIfImporting(present);
        if (present.Revision != plan.Revision || present.Head?.Uid != plan.RevisionUid)
        {
            throw new RevisionConflictException(
                ConflictReason.StalePlan,
                $"Cannot apply the plan: it was made for revision {plan.Revision} of '{plan.Root}', which is at revision {present.Revision} now. Plan again.");
        }

        // A root that is not managed has no uid that tells apart two ensembles. But no zxid of an ensemble becomes lower.
        if (plan.Zxid > present.Tree.Zxid)
        {
            throw new RevisionConflictException(
                ConflictReason.StalePlan,
                $"Cannot apply the plan: it was made at zxid 0x{plan.Zxid:x}, and '{plan.Root}' is at zxid 0x{present.Tree.Zxid:x}. So it was made on other servers, or these were "
                + "restored since. Plan again.");
        }

        string[] moved =
        [
            .. plan.Changes.Where(change => !change.Fits(present.Tree.Find(change.Path))).Select(change => RelativePath.Full(plan.Root, change.Path)),
        ];
        if (moved.Length > 0)
        {
            throw new RevisionConflictException(
                ConflictReason.ZnodesMoved, $"Cannot apply the plan: {Describe(moved)} changed since it was made. Plan again.", moved);
        }
    }

    /// <exception cref="RevisionConflictException">An import is under way.</exception>
    public static void ThrowIfImporting(PresentState present) => ThrowIfImporting(present.Tree.Root, present.Head);

    /// <exception cref="RevisionConflictException">An import is under way.</exception>
    public static void ThrowIfImporting(string root, Head? head)
    {
        if (head?.Importing is { } import)
        {
            throw new RevisionConflictException(
                ConflictReason.ImportUnderWay, $"An import of '{root}' by {PrintableText.Of(import.By)} is under way. Wait for it, resume it or abort it.");
        }
    }

    public static string Describe(IReadOnlyList<string> paths) =>
        $"'{string.Join("', '", paths.Take(MostPathsInMessages))}'{(paths.Count > MostPathsInMessages ? $" and {paths.Count - MostPathsInMessages} others" : "")}";
}
