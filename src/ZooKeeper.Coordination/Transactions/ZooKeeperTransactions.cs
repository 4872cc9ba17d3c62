using ZooKeeper.Client;
using ZooKeeper.Coordination.Transactions;

namespace ZooKeeper.Coordination;

/// <summary>
/// Commits a transaction in several participants, such as databases, or in none of them, by two-phase commit. The decision is recorded in ZooKeeper. All members are
/// thread-safe.
/// </summary>
/// <remarks>
/// <para>If all data is in ZooKeeper, you do not need it: one <see cref="Multi"/> is a transaction.</para>
/// <para>
/// Each participant prepares, and then votes. One write, which checks all votes, commits the transaction. A transaction without a record is aborted. If any
/// process dies at any step, <see cref="RecoverAsync"/> ends the transaction in all participants, so some process must call it from time to time.
/// </para>
/// </remarks>
public sealed class ZooKeeperTransactions
{
    private readonly TransactionRecords _records;
    private readonly Decision _decision;
    private readonly Coordinator _coordinator;
    private readonly Participation _participation;
    private readonly Recovery _recovery;

    /// <summary>Creates an instance. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path below which transactions are recorded. If it does not exist, the first transaction creates it. Do not delete it: see <see cref="TransactionId.Root"/>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperTransactions(ZooKeeperClient client, string path, TransactionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        Options = options ?? new TransactionOptions();
        Options.Validate();
        Path = ZnodePath.Parse(path).Value;
        var logger = Options.LoggerFactory.CreateLogger("ZooKeeper.Coordination");
        var root = new TransactionRoot(client, Path, Options);
        _records = new TransactionRecords(client, root, Options);
        _decision = new Decision(client, root, _records, Options);
        _coordinator = new Coordinator(_records, _decision, Options, logger);
        _participation = new Participation(_records, _decision, Options, logger);
        _recovery = new Recovery(root, _records, _decision, Options, logger);
    }

    /// <summary>Gets the path below which transactions are recorded.</summary>
    public string Path { get; }

    internal TransactionOptions Options { get; }

    /// <summary>Runs one transaction whose participants are all in this process: prepares them, decides, and carries out the decision.</summary>
    /// <param name="participants">The participants, each with a name of its own: 1 to 100.</param>
    /// <param name="cancellationToken">Aborts the transaction. After the decision to commit was begun, it has no effect.</param>
    /// <returns>How the transaction has ended. If a participant throws, it is aborted, and <see cref="TransactionResult.Failure"/> is the exception.</returns>
    /// <exception cref="ArgumentException">A name is invalid, or two participants have the same one.</exception>
    /// <exception cref="InvalidOperationException">There are too many transactions, or the path has data of another program.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, and the transaction is or will be aborted.</exception>
    /// <exception cref="TransactionInDoubtException">The outcome is unknown to this process.</exception>
    /// <exception cref="ZooKeeperException">The transaction could not begin.</exception>
    public async Task<TransactionResult> RunAsync(IReadOnlyCollection<ITransactionParticipant> participants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participants);
        var begun = await BeginRecordAsync(participants.Select(participant => participant.Name), cancellationToken).ConfigureAwait(false);
        return await _coordinator.RunAsync(begun, OnPool(participants), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Begins a transaction that has participants in other processes. Send them the id, so that they call <see cref="ParticipateAsync"/>, and call
    /// <see cref="RunAsync(TransactionId, IReadOnlyCollection{ITransactionParticipant}, CancellationToken)"/> in this process.
    /// </summary>
    /// <param name="participants">The names of all participants: 1 to 100.</param>
    /// <param name="cancellationToken">Cancels the wait. If the transaction has begun, recovery aborts it.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentException">A name is invalid, or two participants have the same one.</exception>
    /// <exception cref="InvalidOperationException">There are too many transactions, or the path has data of another program.</exception>
    /// <exception cref="ZooKeeperException">The transaction could not begin.</exception>
    public async Task<TransactionId> BeginAsync(IEnumerable<string> participants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participants);
        return (await BeginRecordAsync(participants, cancellationToken).ConfigureAwait(false)).Id;
    }

    /// <summary>
    /// Coordinates a transaction that has begun. Only one process may coordinate it. Prepares the participants of this process, waits for the votes of all,
    /// decides, carries out the decision, and waits for the acknowledgements of all.
    /// </summary>
    /// <remarks>After a restart, a process can call it again for an open transaction: participants that have voted do not repeat their work.</remarks>
    /// <param name="id">The transaction.</param>
    /// <param name="participants">The participants that are in this process. There can be none.</param>
    /// <param name="cancellationToken">Aborts the transaction. After the decision to commit was begun, it has no effect.</param>
    /// <returns>How the transaction has ended.</returns>
    /// <exception cref="ArgumentException">A participant does not belong to the transaction.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, and the transaction is or will be aborted.</exception>
    /// <exception cref="TransactionInDoubtException">The outcome is unknown to this process.</exception>
    public async Task<TransactionResult> RunAsync(TransactionId id, IReadOnlyCollection<ITransactionParticipant> participants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participants);
        var begun = await _records.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return begun is null
            ? throw new TransactionInDoubtException(id, $"The transaction {id} has no record any more: it was aborted, or all participants have ended it. Look for its effects.")
            : participants.FirstOrDefault(participant => !begun.Participants.Contains(participant.Name)) is { } stranger
            ? throw new ArgumentException($"'{stranger.Name}' is not a participant of the transaction {id}. These are: {string.Join(", ", begun.Participants)}.", nameof(participants))
            : begun.State != TransactionState.Open
            ? new TransactionResult(id, begun.State == TransactionState.Committed, [.. begun.Participants.Except(begun.Acknowledged)], null)
            : await _coordinator.RunAsync(begun, OnPool(participants), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes part in a transaction that another process coordinates: prepares, votes, waits for the decision, carries it out, and acknowledges it.</summary>
    /// <remarks>
    /// Only one process at a time may take part under a name. After a restart, it can call this again: if the participant has voted, or the transaction is
    /// decided, the participant does not repeat its work.
    /// </remarks>
    /// <param name="id">The transaction, from <see cref="BeginAsync"/> in the other process.</param>
    /// <param name="participant">The participant.</param>
    /// <param name="cancellationToken">Aborts the transaction, unless it is committed.</param>
    /// <returns>How the transaction has ended for this participant.</returns>
    /// <exception cref="ArgumentException">The participant does not belong to the transaction.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled, and the transaction is aborted.</exception>
    /// <exception cref="TransactionInDoubtException">The outcome is unknown to this process.</exception>
    public Task<TransactionResult> ParticipateAsync(TransactionId id, ITransactionParticipant participant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participant);
        return _participation.RunAsync(id, new ParticipantOnPool(participant), cancellationToken);
    }

    /// <summary>
    /// Ends what other calls have left unfinished, in any process: commits or rolls back what is prepared, aborts transactions that are open for too long, and
    /// deletes records that no participant needs any more. It can run in several processes at once.
    /// </summary>
    /// <remarks>
    /// A transaction to which <see cref="TransactionOptions.RecoveryDelay"/> still applies is ended by a later call on the same object. Call it periodically,
    /// as <c>AddZooKeeperTransactions</c> does in a host.
    /// </remarks>
    /// <param name="participants">The participants that this process can reach. They need not take part in any transaction.</param>
    /// <param name="cancellationToken">Stops after the current step.</param>
    /// <returns>What was done, and what is left.</returns>
    /// <exception cref="ZooKeeperException">A request failed.</exception>
    public Task<TransactionRecovery> RecoverAsync(IReadOnlyList<ITransactionParticipant> participants, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(participants);
        return _recovery.RunAsync(OnPool(participants), cancellationToken);
    }

    /// <summary>Aborts a transaction, unless it is committed. The recovery rolls back what is prepared.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What is decided. Null if there is no record: the transaction is aborted, or has ended everywhere.</returns>
    /// <exception cref="InvalidOperationException">The transaction belongs to another path or ensemble.</exception>
    public async Task<TransactionState?> AbortAsync(TransactionId id, CancellationToken cancellationToken = default) =>
        await _records.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } record ? await _decision.AbortAsync(record, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Reads the record of a transaction.</summary>
    /// <param name="id">The transaction.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>
    /// The record. Null if there is none: the transaction is aborted, or has ended everywhere. If a participant still has work prepared for it, it is aborted.
    /// </returns>
    /// <exception cref="InvalidOperationException">The transaction belongs to another path or ensemble, or its znode has other data.</exception>
    public Task<TransactionRecord?> FindAsync(TransactionId id, CancellationToken cancellationToken = default) => _records.FindAsync(id, cancellationToken);

    /// <summary>Reads the records of all transactions that are running or have not ended everywhere.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<IReadOnlyList<TransactionRecord>> ListAsync(CancellationToken cancellationToken = default) => _records.ListAsync(cancellationToken);

    private static ITransactionParticipant[] OnPool(IEnumerable<ITransactionParticipant> participants) =>
        [.. participants.Select(participant => new ParticipantOnPool(participant))];

    private Task<TransactionRecord> BeginRecordAsync(IEnumerable<string> participants, CancellationToken cancellationToken) =>
        _records.BeginAsync(ParticipantName.Validate(participants), cancellationToken);
}
