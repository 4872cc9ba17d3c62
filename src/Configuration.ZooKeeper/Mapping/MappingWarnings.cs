namespace Configuration.ZooKeeper.Mapping;

/// <summary>Warnings about data that a mapping leaves out. There are usually none, so the lists are created lazily.</summary>
internal sealed class MappingWarnings
{
    private List<SkippedKeys>? _skipped;
    private List<string>? _unusedRoots;
    private List<NoInstance>? _noInstances;

    /// <summary>The znodes with skipped keys.</summary>
    public IEnumerable<SkippedKeys> Skipped => _skipped ?? Enumerable.Empty<SkippedKeys>();

    /// <summary>The paths of layers whose own data becomes no key.</summary>
    public IEnumerable<string> UnusedRoots => _unusedRoots ?? Enumerable.Empty<string>();

    /// <summary>The znodes of services whose data is not a service instance.</summary>
    public IEnumerable<NoInstance> NoInstances => _noInstances ?? Enumerable.Empty<NoInstance>();

    private bool IsEmpty => _skipped is null && _unusedRoots is null && _noInstances is null;

    public void Add(SkippedKeys skipped) => (_skipped ??= []).Add(skipped);

    public void Add(NoInstance noInstance) => (_noInstances ??= []).Add(noInstance);

    public void AddUnusedRoot(string path) => (_unusedRoots ??= []).Add(path);

    public void Add(MappingWarnings others)
    {
        foreach (var skipped in others.Skipped)
        {
            Add(skipped);
        }

        foreach (var path in others.UnusedRoots)
        {
            AddUnusedRoot(path);
        }

        foreach (var noInstance in others.NoInstances)
        {
            Add(noInstance);
        }
    }

    /// <summary>Returns the warnings of the given znodes.</summary>
    public MappingWarnings Of(IReadOnlySet<string> paths) => IsEmpty ? this : new MappingWarnings
    {
        _skipped = [.. Skipped.Where(keys => paths.Contains(keys.Path))],
        _unusedRoots = [.. UnusedRoots.Where(paths.Contains)],
        _noInstances = [.. NoInstances.Where(instance => paths.Contains(instance.Path))],
    };

    /// <summary>Returns the warnings of znodes that had no such warning before.</summary>
    public MappingWarnings Except(MappingWarnings before) => IsEmpty ? this : new MappingWarnings
    {
        _skipped = [.. Skipped.ExceptBy(before.Skipped.Select(static keys => keys.Path), static keys => keys.Path)],
        _unusedRoots = [.. UnusedRoots.Except(before.UnusedRoots)],
        _noInstances = [.. NoInstances.Except(before.NoInstances)],
    };
}
