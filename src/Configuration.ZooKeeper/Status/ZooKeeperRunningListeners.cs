namespace Configuration.ZooKeeper;

/// <summary>Describes change listeners of the application that have not returned.</summary>
/// <remarks>
/// Listeners are delegates, so they cannot be named. They include everything that follows a change token: <c>IOptionsMonitor&lt;T&gt;.OnChange</c>,
/// <c>ChangeToken.OnChange</c>, and libraries that use them. Until they return, no listener is notified of a later change.
/// </remarks>
public sealed record ZooKeeperRunningListeners
{
    internal ZooKeeperRunningListeners()
    {
    }

    /// <summary>Gets the time when the listeners were called.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets the changed keys that the listeners were notified of.</summary>
    public required IReadOnlyList<string> ChangedKeys { get; init; }
}
