using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents a lock that this process holds. Dispose it to release the lock.</summary>
public sealed class LockHandle : Ownership
{
    private readonly Tenure _tenure;
    private readonly string? _purpose;

    internal LockHandle(Tenure tenure, string? purpose = null)
        : base(tenure)
    {
        _tenure = tenure;
        _purpose = purpose;
    }

    /// <summary>
    /// Downgrades a write lock to a read lock in one transaction. Other readers can enter, and no other writer can enter in between.
    /// <see cref="Ownership.Fence"/> stays the same, and <see cref="Ownership.Path"/> changes.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait. The transaction may still take effect.</param>
    /// <exception cref="InvalidOperationException">The lock is not a write lock, was already downgraded, or is released.</exception>
    /// <exception cref="OwnershipLostException">The lock is lost.</exception>
    public Task DowngradeAsync(CancellationToken cancellationToken = default)
    {
        var name = ZnodePath.NameOf(Path);
        var suffix = name.LastIndexOf(ContenderKind.Writer.Suffix, StringComparison.Ordinal);
        if (suffix < 0)
        {
            throw new InvalidOperationException($"'{Path}' is not a write lock, so it cannot be downgraded.");
        }

        var next = string.Concat(name.AsSpan(0, suffix), ContenderKind.Reader.Suffix, name.AsSpan(suffix + ContenderKind.Writer.Suffix.Length));
        return _tenure.MoveAsync(Path[..^name.Length] + next, ContenderNote.ForThisProcess(_purpose, Fence), cancellationToken);
    }
}
