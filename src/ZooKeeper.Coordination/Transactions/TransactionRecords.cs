using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Reads, creates and deletes the records of transactions.</summary>
internal sealed class TransactionRecords(ZooKeeperClient client, TransactionRoot root, TransactionOptions options)
{
    // Each record takes two reads, one after the other. This many keep a connection busy without burdening the server.
    private const int ReadsAtOnce = 64;

    public async Task<TransactionRecord> BeginAsync(string[] participants, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (identity, count) = await root.GetAsync(cancellationToken).ConfigureAwait(false);
            if (count >= options.MaxTransactions)
            {
                throw new InvalidOperationException(
                    $"'{root.Path}' has the records of {count} transactions, and {nameof(TransactionOptions)}.{nameof(TransactionOptions.MaxTransactions)} is {options.MaxTransactions}. "
                    + $"Make sure that recovery runs with all participants, and see by {nameof(ZooKeeperTransactions.ListAsync)} which of them do not acknowledge.");
            }

            // After an unknown outcome, the next try has another id: recovery may have ended the first one meanwhile, and an id is never used again.
            var id = new TransactionId(identity, Guid.NewGuid());
            if (await CreateAsync(id, participants, cancellationToken).ConfigureAwait(false) || await FindAsync(id, cancellationToken).ConfigureAwait(false) is not null)
            {
                return new TransactionRecord(id, TransactionState.Open, participants, [], [], default);
            }
        }
    }

    /// <summary>Reads a record as it is now, or null if there is none: the transaction is aborted, or has ended everywhere.</summary>
    /// <exception cref="InvalidOperationException">The transaction belongs to another root, so its outcome is unknown here. Or its znode does not contain a record.</exception>
    public async Task<TransactionRecord?> FindAsync(TransactionId id, CancellationToken cancellationToken)
    {
        var record = await Answers.GetAsync(
            async () =>
            {
                // Without the sync, a server that lags might not yet have the record of a committed transaction.
                await client.SyncAsync(cancellationToken).ConfigureAwait(false);
                return await ReadAsync(root.PathOf(id), cancellationToken).ConfigureAwait(false);
            },
            options.TimeProvider,
            cancellationToken).ConfigureAwait(false);
        return record is null && (await root.FindAsync(cancellationToken).ConfigureAwait(false))?.Identity != id.Root ? throw Foreign(id) : Intact(record);
    }

    public async Task<IReadOnlyList<TransactionRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await Answers.GetAsync(() => ChildrenAsync(root.Path, cancellationToken), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        List<TransactionRecord> records = [];
        foreach (var chunk in names.Where(name => TransactionId.TryParse(name, out _)).Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(chunk.Select(name => Answers.GetAsync(
                () => ReadAsync(ZnodePath.Combine(root.Path, name), cancellationToken), options.TimeProvider, cancellationToken))).ConfigureAwait(false);
            records.AddRange(read.OfType<TransactionRecord>());
        }

        return records;
    }

    /// <summary>Waits until a record meets a condition. Returns null if there is no record.</summary>
    public async Task<TransactionRecord?> WhenAsync(TransactionId id, Predicate<TransactionRecord> condition, CancellationToken cancellationToken)
    {
        var path = root.PathOf(id);
        var record = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        while (record is not null && !condition(record))
        {
            record = await Answers.GetAsync(
                async () =>
                {
                    try
                    {
                        using var data = await client.GetDataAndWatchAsync(path, cancellationToken).ConfigureAwait(false);
                        using var children = await client.GetChildrenAndWatchAsync(path, cancellationToken).ConfigureAwait(false);
                        var seen = RecordFormat.Decode(path, data.Value, children.Value.Names);
                        if (!condition(seen))
                        {
                            await (await Task.WhenAny(data.WaitAsync(cancellationToken), children.WaitAsync(cancellationToken)).ConfigureAwait(false)).ConfigureAwait(false);
                        }

                        return seen;
                    }
                    catch (NoNodeException)
                    {
                        return null;
                    }
                },
                options.TimeProvider,
                cancellationToken).ConfigureAwait(false);
        }

        return Intact(record);
    }

    /// <summary>Deletes a record whose decision no participant needs any more.</summary>
    /// <param name="record">The record, with the children that were read last or that must exist.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task ForgetAsync(TransactionRecord record, CancellationToken cancellationToken)
    {
        var path = root.PathOf(record.Id);
        IEnumerable<string> children = [
            .. record.Voted.Select(name => RecordFormat.VoteOf(path, name)), .. record.Acknowledged.Select(name => RecordFormat.AcknowledgementOf(path, name))];
        while (true)
        {
            try
            {
                var multi = children.Aggregate(new Multi(), (multi, child) => multi.Delete(child)).Delete(path, RecordFormat.Decided);
                if (await Answers.WriteAsync(() => client.MultiAsync(multi, cancellationToken), options.TimeProvider, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception e) when (e is NoNodeException or NotEmptyException)
            {
                // Another process has deleted it, or has acknowledged meanwhile.
            }

            if (await FindAsync(record.Id, cancellationToken).ConfigureAwait(false) is null)
            {
                return;
            }

            var names = await Answers.GetAsync(() => ChildrenAsync(path, cancellationToken), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            children = names.Select(name => ZnodePath.Combine(path, name));
        }
    }

    private InvalidOperationException Foreign(TransactionId id) => new(
        $"The transaction {id} is not one of '{root.Path}': it belongs to another path or ensemble, or the znodes were deleted. Nothing is concluded about its outcome. "
        + "If its path is lost, compare all participants, and end it by hand in each of them in the same way.");

    private TransactionRecord? Intact(TransactionRecord? record) => record is not { State: TransactionState.Damaged } ? record : throw new InvalidOperationException(
        $"The znode '{root.PathOf(record.Id)}' does not contain the record of a transaction, because another client has changed it. Compare all participants, end the transaction by hand in each of them in the "
        + "same way, and delete the znode.");

    private Task<bool> CreateAsync(TransactionId id, string[] participants, CancellationToken cancellationToken) => Answers.WriteAsync(
        () => client.CreateAsync(root.PathOf(id), RecordFormat.Encode(TransactionState.Open, participants), acl: options.Acl, cancellationToken: cancellationToken),
        options.TimeProvider,
        cancellationToken);

    private async Task<TransactionRecord?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // Data first: votes do not change after the decision, and acknowledgements come only after it.
            var znode = await client.GetDataAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            var children = await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false);
            return RecordFormat.Decode(path, znode, children.Names);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> ChildrenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.SyncAsync(cancellationToken).ConfigureAwait(false);
            return (await client.GetChildrenAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }
}
