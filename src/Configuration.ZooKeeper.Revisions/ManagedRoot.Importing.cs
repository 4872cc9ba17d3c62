using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Revisions.Importing;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <content>Changes in several transactions.</content>
public sealed partial class ManagedRoot
{
    /// <summary>
    /// Applies a plan in as many transactions as it needs. Applications reject reloads until the last one, and then see all changes as one reload.
    /// </summary>
    /// <remarks>
    /// If the call fails or is cancelled after the first transaction, the import stays under way: nothing else can be applied until it is resumed or aborted, also
    /// by another process. Applications must use a provider that knows the marker <c>.configzk-import</c>.
    /// </remarks>
    /// <param name="plan">The plan.</param>
    /// <param name="message">Why.</param>
    /// <param name="author">Who, or null for <see cref="Author.Current"/>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionConflictException">The plan does not fit the present state, or another process has taken over the import.</exception>
    public async Task<AppliedRevision> ImportAsync(
        Plan plan, string message, Author? author = null, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(message);
        ThrowIfOfAnotherRoot(plan);
        options ??= new ImportOptions();
        options.Validate(Path);
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present.Revision > plan.Revision && await FindAsync(plan, cancellationToken).ConfigureAwait(false) is { } applied)
        {
            return applied;
        }

        var access = NewAccess();
        present = await ReadyAsync(plan, present, access, cancellationToken).ConfigureAwait(false);
        await new ImportPreparation(_client, _paths, access, _options)
            .BeginAsync(plan, present, message, author ?? Author.Current, options, cancellationToken).ConfigureAwait(false);
        return await ResumeImportAsync(options.Progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says how far the import is that is under way, or returns null if there is none.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ImportStatus?> ReadImportAsync(CancellationToken cancellationToken = default)
    {
        var present = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (present.Head?.Importing is not { } import)
        {
            return null;
        }

        var path = ZnodePath.Combine(Path, ImportMarker.Name);
        try
        {
            var marker = await _client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return ImportProgress.Read(marker.Data, path).ToStatus();
        }
        catch (NoNodeException)
        {
            return new ImportStatus(import.Uid, import.By, Done: 0, import.Batches, IsAborting: false);
        }
    }

    /// <summary>Takes over the import that is under way, and finishes it.</summary>
    /// <param name="progress">What is told about each transaction, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">No import is under way.</exception>
    /// <exception cref="RevisionConflictException">The import is being aborted, another process has taken it over, or znodes were written meanwhile.</exception>
    public async Task<AppliedRevision> ResumeImportAsync(IProgress<ImportStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        var import = await Import.TakeOverAsync(_client, _paths, Path, progress, cancellationToken).ConfigureAwait(false);
        return await import.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes over the import that is under way, and undoes it. No revision remains of it.</summary>
    /// <param name="progress">What is told about each transaction, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RevisionException">No import is under way.</exception>
    /// <exception cref="RevisionConflictException">Another process has taken it over.</exception>
    public async Task AbortImportAsync(IProgress<ImportStatus>? progress = null, CancellationToken cancellationToken = default)
    {
        var import = await Import.TakeOverAsync(_client, _paths, Path, progress, cancellationToken).ConfigureAwait(false);
        await import.AbortAsync(cancellationToken).ConfigureAwait(false);
    }
}
