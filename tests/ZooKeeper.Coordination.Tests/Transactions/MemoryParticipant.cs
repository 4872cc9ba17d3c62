namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>A participant whose steps a test can delay, fail and stop for ever.</summary>
internal sealed class MemoryParticipant(string name, MemoryStore? store = null) : ITransactionParticipant
{
    public const string Preparing = "preparing";
    public const string Prepared = "prepared";
    public const string Committing = "committing";
    public const string Committed = "committed";
    public const string RollingBack = "rolling back";
    public const string Listing = "listing";

    public string Name => name;

    public MemoryStore Store { get; } = store ?? new MemoryStore();

    /// <summary>Is called at each step.</summary>
    public Func<string, Task> OnStep { get; set; } = _ => Task.CompletedTask;

    public async Task PrepareAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await OnStep(Preparing);
        Store.Prepare(id);
        await OnStep(Prepared);
    }

    public async Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await OnStep(Committing);
        Store.Commit(id);
        await OnStep(Committed);
    }

    public async Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken)
    {
        await OnStep(RollingBack);
        Store.RollBack(id);
    }

    public async Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken)
    {
        await OnStep(Listing);
        return Store.Prepared;
    }

    /// <summary>Throws at a step.</summary>
    public void FailAt(string step) => OnStep = reached => reached == step ? throw new InvalidOperationException($"failed at {step}") : Task.CompletedTask;

    /// <summary>Blocks the thread at a step, as some database drivers do in their asynchronous methods, and tells that it has come there.</summary>
    public Task BlockAt(string step, Task until)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnStep = reached =>
        {
            if (reached == step)
            {
                there.TrySetResult();
                until.Wait();
            }

            return Task.CompletedTask;
        };
        return there.Task;
    }

    /// <summary>Waits at a step until a task ends, and tells that it has come there.</summary>
    public Task WaitAt(string step, Task until)
    {
        var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnStep = async reached =>
        {
            if (reached == step)
            {
                there.TrySetResult();
                await until;
            }
        };
        return there.Task;
    }
}
