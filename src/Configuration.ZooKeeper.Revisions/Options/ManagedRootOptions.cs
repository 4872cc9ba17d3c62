using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Provides options for a <see cref="ManagedRoot"/>.</summary>
public sealed class ManagedRootOptions
{
    /// <summary>
    /// Gets or sets the path below which histories are kept. It must not be above, at or below a managed root, nor at or below a path that applications map.
    /// </summary>
    /// <value>The default is <c>/configzk</c>.</value>
    public string ControlPath { get; set; } = "/configzk";

    /// <summary>
    /// Gets or sets the access control list of the znodes below the control path. The history contains old values, so grant it to operators only.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the ACL of the history, or of the control path for a new history. If neither exists, <see cref="Acl.Creator"/> if
    /// the client has an identity, else <see cref="Acl.Open"/>.
    /// </value>
    public IReadOnlyList<Acl>? ControlAcl { get; set; }

    /// <summary>Gets or sets the access control list of the znodes that an apply creates.</summary>
    /// <value>The default is <see langword="null"/>: the ACL of the nearest existing parent.</value>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>Gets or sets how long an apply asks for its outcome after a lost connection, before it throws <see cref="OutcomeUnknownException"/>.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how many revisions are kept. The latest ten are always kept.</summary>
    /// <value>The default is 500.</value>
    public int MaxRevisions { get; set; } = 500;

    /// <summary>Gets or sets how long revisions are kept.</summary>
    /// <value>The default is 90 days.</value>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets how many bytes of records are kept.</summary>
    /// <value>The default is 16 MiB.</value>
    public long MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the clock. The default is <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate(string path)
    {
        ZnodePath.Parse(ControlPath);
        if (ZnodePath.IsAtOrBelow(ControlPath, path) || ZnodePath.IsAtOrBelow(path, ControlPath))
        {
            throw new ArgumentException(
                $"The managed root '{path}' and {nameof(ControlPath)} '{ControlPath}' overlap. A recursive watch on the root would deliver every record to every "
                + $"application. Manage a path below '{path}', or set {nameof(ControlPath)} to a path outside of it.");
        }
    }
}
