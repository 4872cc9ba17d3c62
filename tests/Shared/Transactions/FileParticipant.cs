using ZooKeeper.Coordination;

namespace ZooKeeper.Testing;

/// <summary>A participant whose transactions are files in a folder, so that processes share it and can be killed. Each step is one rename.</summary>
internal sealed class FileParticipant(string name, string folder) : ITransactionParticipant
{
    private const string Prepared = ".prepared";
    private const string Committed = ".committed";
    private const string RolledBack = ".rolled-back";
    private const string Unfinished = ".tmp";

    public string Name => name;

    /// <summary>What a transaction does before it is prepared. It can fail and take long.</summary>
    public Func<CancellationToken, Task> WorkAsync { get; init; } = _ => Task.CompletedTask;

    public IReadOnlyList<TransactionId> AllPrepared => All(Prepared);

    public IReadOnlyList<TransactionId> AllCommitted => All(Committed);

    public async Task PrepareAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        await File.WriteAllTextAsync(PathOf(id, Unfinished), "", CancellationToken.None);
        File.Move(PathOf(id, Unfinished), PathOf(id, Prepared));
    }

    public Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken) => EndAsync(id, Committed);

    public Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken) => EndAsync(id, RolledBack);

    public Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken) => Task.FromResult(AllPrepared);

    private Task EndAsync(TransactionId id, string outcome)
    {
        try
        {
            File.Move(PathOf(id, Prepared), PathOf(id, outcome));
        }
        catch (FileNotFoundException)
        {
            // Another call has ended it, or it never was prepared.
        }

        return Task.CompletedTask;
    }

    private TransactionId[] All(string state) =>
        [.. Directory.EnumerateFiles(folder, $"{name}-*{state}").Select(file => TransactionId.Parse(Path.GetFileNameWithoutExtension(file)[(name.Length + 1)..]))];

    private string PathOf(TransactionId id, string state) => Path.Combine(folder, $"{name}-{id}{state}");
}
