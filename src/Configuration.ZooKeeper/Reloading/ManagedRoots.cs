using Configuration.ZooKeeper.Mapping;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Checks what tools have recorded in ZooKeeper about the paths of a source: whether an import is under way and, if the source requires it, whether each path
/// has a history.
/// </summary>
internal sealed class ManagedRoots
{
    private readonly IReadOnlyList<string> _paths;
    private readonly string[] _markers;
    private readonly Func<string, string> _headOf;
    private readonly Func<string, string> _shown;
    private readonly bool _isRequired;

    public ManagedRoots(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths, Chroot chroot)
    {
        _paths = paths;
        _shown = chroot.With;
        _isRequired = options.RequireManagedRoot;
        _headOf = root => $"{options.ControlPath}/history/{ManagedRootId.Of(root)}/head";

        // An import marks its root, which can be above a path of the source. Without that marker, the source would publish parts of the import.
        var marked = _isRequired ? [.. paths.SelectMany(Candidates).Distinct(StringComparer.Ordinal)] : paths;
        _markers = [.. marked.Select(ImportMarker.PathIn)];
        Followed = _isRequired
            ? [.. marked.Select(_headOf), .. marked.Except(paths, StringComparer.Ordinal).Select(ImportMarker.PathIn)]
            : [];
    }

    /// <summary>The znodes to follow besides the paths of the source.</summary>
    public IReadOnlyList<string> Followed { get; }

    /// <summary>Returns whether an import is under way.</summary>
    public bool IsImporting(TreeSnapshot tree) => ImportMarker.Describe(tree, _markers) is not null;

    /// <summary>Returns why a tree must not be published, or null.</summary>
    public LoadFailure? Check(TreeSnapshot tree) => ImportMarker.Describe(tree, _markers) is { } import
        ? new LoadFailure(LoadFailureKind.ImportUnderWay, import)
        : _isRequired ? NotManaged(tree) : null;

    private LoadFailure? NotManaged(TreeSnapshot tree) =>
        _paths.FirstOrDefault(path => tree.Find(path) is not null && !IsManaged(tree, path)) is { } unmanaged
            ? new LoadFailure(
                LoadFailureKind.NotManaged,
                $"The path '{_shown(unmanaged)}' is not managed: there is no znode '{_shown(_headOf(unmanaged))}', nor that of a path above it. Begin its history with "
                + $"'configzk init {_shown(unmanaged)}', or do not set {nameof(ZooKeeperConfigurationOptions.RequireManagedRoot)}.",
                unmanaged)
            : null;

    // An unreadable head proves a history, too: applications need no permission to read it.
    private bool IsManaged(TreeSnapshot tree, string path) => Candidates(path).Any(root => tree.Find(_headOf(root)) is not null);

    private static IEnumerable<string> Candidates(string path)
    {
        for (var root = path; root is not null; root = ZnodePath.ParentOf(root))
        {
            yield return root;
        }
    }
}
