using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>One attempt to become an owner, in one session.</summary>
internal interface IAttempt
{
    /// <summary>Gets whether a znode of the attempt has been created.</summary>
    bool HasEntered { get; }

    /// <summary>Gets whether the attempt has ended because others are ahead.</summary>
    bool IsBlocked { get; }

    /// <summary>Creates a znode, and waits until it makes this process an owner.</summary>
    /// <param name="waits">Whether it waits for others.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The tenure. Null if the attempt is blocked and does not wait, or if another client has deleted its znode.</returns>
    Task<Tenure?> RunAsync(bool waits, CancellationToken cancellationToken);

    /// <summary>Deletes the znodes of the attempt, even if it is not known whether there are any.</summary>
    Task WithdrawAsync();
}
