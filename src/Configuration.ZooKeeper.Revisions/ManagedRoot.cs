using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.History;
using Configuration.ZooKeeper.Revisions.Planning;
using Configuration.ZooKeeper.Revisions.Records;
using Configuration.ZooKeeper.Revisions.States;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Changes the configuration below one path of ZooKeeper in numbered revisions: plan, apply in one transaction, history. Several tools can work on the same
/// root at the same time; none overwrites the changes of another.
/// </summary>
/// <remarks>
/// A root becomes managed with the first apply. Opening, reading and planning write nothing. The client must not have a chroot that excludes
/// <see cref="ManagedRootOptions.ControlPath"/>. Dispose the root before its client.
/// </remarks>
public sealed partial class ManagedRoot : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly ManagedRootOptions _options;
    private readonly HistoryPaths _paths;
    private readonly ZooKeeperMirror _mirror;
    private readonly bool _isHistoryReadable;

    private ManagedRoot(ZooKeeperClient client, string root, string scope, ManagedRootOptions options, bool isHistoryReadable)
    {
        _isHistoryReadable = isHistoryReadable;
        _client = client;
        _options = options;
        Path = root;
        Scope = scope;
        _paths = new HistoryPaths(options.ControlPath, root);

        // One mirror, so that a plan sees the znodes and the head at the same zxid.
        _mirror = client.Mirror(root, _paths.Head);
    }

    /// <summary>Gets the path of the managed root.</summary>
    public string Path { get; }

    /// <summary>Gets the path below the root that was opened, such as <c>Db</c>. It is empty if the root itself was opened.</summary>
    public string Scope { get; }

    /// <summary>Gets the name of the root below the control path.</summary>
    public string Id => _paths.Id;

    /// <summary>Opens a path. If a managed root is above it, plans and reads concern only the path, and revisions belong to that root.</summary>
    /// <param name="client">A connected client. The caller disposes it.</param>
    /// <param name="path">The path, such as <c>/config/shop</c>. It need not exist.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionConflictException">A managed root is below the path.</exception>
    /// <exception cref="ArgumentException">The path is not valid, or overlaps the control path.</exception>
    public static async Task<ManagedRoot> OpenAsync(
        ZooKeeperClient client, string path, ManagedRootOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new ManagedRootOptions();
        ZnodePath.Parse(path);
        options.Validate(path);

        // Reading and planning do not need the history. An apply is rejected while it is unreadable.
        var (root, isReadable) = await new RootSearch(client, options.ControlPath).FindAsync(path, cancellationToken).ConfigureAwait(false);
        return new ManagedRoot(client, root, RelativePath.Below(root, path), options, isReadable);
    }

    /// <summary>Reads the znodes and the head, both at one zxid that is not older than the call.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<PresentState> ReadAsync(CancellationToken cancellationToken = default)
    {
        var snapshot = await _mirror.RefreshAsync(cancellationToken).ConfigureAwait(false);
        var head = snapshot.Find(_paths.Head);
        return new PresentState(
            TreeReader.Read(snapshot, Path),
            head is not { IsReadable: true } ? null : RecordCodec.ReadHead(head.Data ?? default, _paths.Head),
            head?.Stat.Version ?? 0,
            _isHistoryReadable && head is not { IsReadable: false });
    }

    /// <summary>Computes the changes from the current state to a desired one. Changes nothing.</summary>
    /// <param name="desired">The desired state, relative to the path that was opened.</param>
    /// <param name="options">The options, or null for the defaults: nothing is deleted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="UnreadableException">A desired path is not readable, or the plan would delete znodes after an incomplete read.</exception>
    /// <exception cref="RevisionException">The plan would delete all znodes with data, or a desired path is that of an ephemeral znode.</exception>
    public async Task<Plan> PlanAsync(DesiredState desired, PlanOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(desired);
        return Planner.Plan(await ReadAsync(cancellationToken).ConfigureAwait(false), desired, Scope, options ?? new PlanOptions());
    }

    /// <summary>Applies a plan in one transaction, together with its record. If the root is not managed yet, registers it first.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="message">The reason for the change, for the history.</param>
    /// <param name="author">The author, or null for <see cref="Author.Current"/>.</param>
    /// <param name="cancellationToken">Cancels the call. If it is cancelled while the transaction is under way, the call first finds out what happened.</param>
    /// <returns>The revision. If the same plan was applied before, that revision.</returns>
    /// <exception cref="RevisionConflictException">The plan does not fit the current state. Nothing was changed.</exception>
    /// <exception cref="ChangeTooLargeException">The plan does not fit in one transaction.</exception>
    /// <exception cref="NotAppliedException">The connection was lost, and the plan is proven not to be applied.</exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost, and no server could say what happened.</exception>
    public async Task<AppliedRevision> ApplyAsync(Plan plan, string message, Author? author = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(message);
        ThrowIfOfAnotherRoot(plan);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present.Revision > plan.Revision && await FindAsync(plan, cancellationToken).ConfigureAwait(false) is { } applied)
        {
            return applied;
        }

        var access = NewAccess();
        present = await ReadyAsync(plan, present, access, cancellationToken).ConfigureAwait(false);
        var revision = await new Applier(_client, _paths, access, _options)
            .ApplyAsync(plan, present, message, author ?? Author.Current, cancellationToken).ConfigureAwait(false);
        await AdvanceBaseAsync(plan, present.Head!, revision, cancellationToken).ConfigureAwait(false);
        return revision;
    }

    /// <summary>Begins the history of the root, with the current state as revision 0. The first apply does the same.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The current state. If the root was managed before, nothing was changed.</returns>
    public async Task<PresentState> RegisterAsync(CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return present.IsManaged ? present : await RegisterAsync(present, NewAccess(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds out whether a plan was applied. If it was not, makes sure that a request that is still under way has no effect.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The revision, or null if the plan was not applied.</returns>
    /// <exception cref="OutcomeUnknownException">The record is no longer kept.</exception>
    public Task<AppliedRevision?> ResolveAsync(Plan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ThrowIfOfAnotherRoot(plan);
        return new OutcomeResolver(_client, _paths, _options.TimeProvider).ResolveAsync(plan.Uid, plan.Revision, cancellationToken);
    }

    /// <summary>Reads the latest revisions, the latest first.</summary>
    /// <param name="count">The maximum number of revisions.</param>
    /// <param name="before">Only revisions with a lower number, or null for the latest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Revision>> HistoryAsync(int count = 20, int? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var reader = new HistoryReader(_client, _paths);
        var revisions = new List<Revision>();
        foreach (var number in (await reader.NumbersAsync(cancellationToken).ConfigureAwait(false)).Where(number => number < (before ?? int.MaxValue)).Take(count))
        {
            if (await reader.ReadAsync(number, isWhole: false, cancellationToken).ConfigureAwait(false) is { } revision)
            {
                revisions.Add(revision);
            }
        }

        return revisions;
    }

    /// <summary>Reads one revision, with its changes.</summary>
    /// <param name="revision">The number.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The revision, or null if there is none or it is no longer kept.</returns>
    public Task<Revision?> ShowAsync(int revision, CancellationToken cancellationToken = default) =>
        new HistoryReader(_client, _paths).ReadAsync(revision, isWhole: true, cancellationToken);

    /// <summary>Stops reading. The client stays open.</summary>
    public ValueTask DisposeAsync() => _mirror.DisposeAsync();

    // A new instance for each call: access control lists may have changed since the last one.
    private RootAccess NewAccess() => new(_client, Path, _paths, _options);

    private async Task<PresentState> RegisterAsync(PresentState present, RootAccess access, CancellationToken cancellationToken)
    {
        var acl = await access.ForHistoryAsync(cancellationToken).ConfigureAwait(false);
        await new Registration(_client, Path, _paths).RegisterAsync(present.Tree, acl, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that a plan fits, and registers the root if necessary.</summary>
    private async Task<PresentState> ReadyAsync(Plan plan, PresentState present, RootAccess access, CancellationToken cancellationToken)
    {
        if (!present.IsHistoryReadable)
        {
            throw new NoAuthException($"The history of '{Path}' below '{_options.ControlPath}' is not readable (NoAuth). It is for operators: use their credentials.", _paths.Head);
        }

        ApplyCheck.ThrowIfStale(plan, present);
        if (!present.IsManaged)
        {
            present = await RegisterAsync(present, access, cancellationToken).ConfigureAwait(false);
            ApplyCheck.ThrowIfStale(plan, present);
        }

        await ThrowIfDriftedAsync(plan, present, cancellationToken).ConfigureAwait(false);
        return present;
    }

    // A restore starts a new base. So does a history that exceeds a limit, because only records up to the base can be removed.
    private async Task AdvanceBaseAsync(Plan plan, Head head, AppliedRevision revision, CancellationToken cancellationToken)
    {
        try
        {
            if (plan.Kind == RevisionKind.Restore || await ExceedsLimitAsync(head with { Revision = revision.Number }, cancellationToken).ConfigureAwait(false))
            {
                await CompactAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is RevisionException or ZooKeeperException or OperationCanceledException)
        {
            // The revision is applied. The next apply tries again.
        }
    }

    private async Task<bool> ExceedsLimitAsync(Head head, CancellationToken cancellationToken) =>
        head.Oldest > head.Base.Revision
        && (await new Retention(_client, _paths, _options).ExpiredAsync(head, most: 1, last: head.Revision, cancellationToken).ConfigureAwait(false)).Count > 0;

    private Task<AppliedRevision?> FindAsync(Plan plan, CancellationToken cancellationToken) =>
        new OutcomeResolver(_client, _paths, _options.TimeProvider).ResolveAsync(plan.Uid, plan.Revision, cancellationToken);

    private void ThrowIfOfAnotherRoot(Plan plan)
    {
        if (plan.Root != Path)
        {
            throw new ArgumentException($"The plan is about '{plan.Root}', but this is '{Path}'. Open '{plan.Root}'.", nameof(plan));
        }
    }
}
