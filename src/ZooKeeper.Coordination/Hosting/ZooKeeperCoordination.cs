using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>
/// Creates locks, semaphores and elections that share a client, its clock and its loggers. <c>services.AddZooKeeperCoordination(…)</c> registers it as a singleton, so that
/// services can ask for it in their constructors. All members are thread-safe, and send nothing.
/// </summary>
public sealed class ZooKeeperCoordination
{
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;

    /// <summary>Creates a factory.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="loggerFactory">The logger factory, or null for one that logs nothing.</param>
    /// <param name="timeProvider">The clock, or null for the system clock. Use the same clock as in the client's options.</param>
    public ZooKeeperCoordination(ZooKeeperClient client, ILoggerFactory? loggerFactory = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        (Client, _loggers, _time) = (client, loggerFactory ?? NullLoggerFactory.Instance, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Gets the client.</summary>
    public ZooKeeperClient Client { get; }

    /// <summary>Creates a lock.</summary>
    /// <param name="path">The path of the lock. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperLock CreateLock(string path, Action<LockOptions>? configure = null) => new(Client, path, OptionsOf(configure));

    /// <summary>Creates a read-write lock.</summary>
    /// <param name="path">The path of the lock. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperReadWriteLock CreateReadWriteLock(string path, Action<LockOptions>? configure = null) => new(Client, path, OptionsOf(configure));

    /// <summary>Creates a semaphore.</summary>
    /// <param name="path">The path of the semaphore. If it does not exist, the first contender creates it, as a container.</param>
    /// <param name="permits">How many processes can have a permit at once. All processes must use the same number.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the number or an option is invalid.</exception>
    public ZooKeeperSemaphore CreateSemaphore(string path, int permits, Action<SemaphoreOptions>? configure = null) => new(Client, path, permits, OptionsOf(configure));

    /// <summary>Creates an election.</summary>
    /// <param name="path">The path of the election. If it does not exist, the first candidate creates it, as a container.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperElection CreateElection(string path, Action<ElectionOptions>? configure = null) => new(Client, path, OptionsOf(configure));

    internal T OptionsOf<T>(Action<T>? configure)
        where T : ContenderOptions, new()
    {
        var options = new T { LoggerFactory = _loggers, TimeProvider = _time };
        configure?.Invoke(options);
        return options;
    }
}
