namespace Configuration.ZooKeeper.Revisions.Planning;

/// <summary>The warnings of a plan.</summary>
internal static class PlanWarnings
{
    public static IEnumerable<string> Of(PresentState present, IEnumerable<string> wanted, IReadOnlyCollection<PlannedChange> changes)
    {
        foreach (var path in present.Tree.UnreadablePaths)
        {
            yield return $"'{path}' is not readable. The plan ignores it and what is below it.";
        }

        if (present.HasDrift)
        {
            yield return $"Znodes of '{present.Tree.Root}' were changed outside the history. Adopt or revert the drift before you apply a plan.";
        }

        var written = new DesiredState();
        foreach (var change in changes.Where(change => change.Kind != ChangeKind.Delete))
        {
            written.Set(change.Path, change.NewData);
        }

        foreach (var fault in ConfigurationKeys.Check(written).Values)
        {
            yield return $"Applications will reject the reload: {fault}";
        }

        // Keys of the configuration are case-insensitive, znodes are not.
        var deleted = changes.Where(change => change.Kind == ChangeKind.Delete).Select(change => change.Path);
        var spellings = present.Tree.Znodes.Keys.Except(deleted, StringComparer.Ordinal).Concat(wanted).Distinct(StringComparer.Ordinal)
            .GroupBy(path => path, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any());
        foreach (var group in spellings)
        {
            yield return $"The znodes '{string.Join("', '", group.Order(StringComparer.Ordinal))}' have the same key. Applications use the last one.";
        }
    }
}
