namespace Configuration.ZooKeeper.Mapping;

/// <summary>What a mapping leaves out and a user should know.</summary>
internal sealed record MappingWarnings
{
    /// <summary>The znodes some of whose keys are skipped.</summary>
    public List<SkippedKeys> Skipped { get; } = [];

    /// <summary>The paths of layers whose own data becomes no key.</summary>
    public List<string> UnusedRoots { get; } = [];

    /// <summary>The znodes of services whose data is not a service instance.</summary>
    public List<NoInstance> NoInstances { get; } = [];

    public void Add(MappingWarnings others)
    {
        Skipped.AddRange(others.Skipped);
        UnusedRoots.AddRange(others.UnusedRoots);
        NoInstances.AddRange(others.NoInstances);
    }

    /// <summary>Returns the warnings of znodes that had no such warning before.</summary>
    public MappingWarnings Except(MappingWarnings before)
    {
        if (Skipped.Count + UnusedRoots.Count + NoInstances.Count == 0)
        {
            return this;
        }

        var left = new MappingWarnings();
        left.Skipped.AddRange(Skipped.ExceptBy(before.Skipped.Select(static keys => keys.Path), static keys => keys.Path));
        left.UnusedRoots.AddRange(UnusedRoots.Except(before.UnusedRoots));
        left.NoInstances.AddRange(NoInstances.Except(before.NoInstances));
        return left;
    }
}
