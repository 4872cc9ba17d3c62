using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>
/// Creates locks, queues and the other recipes, which share a client, its clock and its loggers. <c>services.AddZooKeeperCoordination(…)</c> registers it as a singleton, so that
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

    /// <summary>Creates a queue.</summary>
    /// <param name="path">The path of the queue. If it does not exist, it is created when it is needed.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperQueue CreateQueue(string path, Action<QueueOptions>? configure = null) => new(Client, path, OptionsOf(configure));

    /// <summary>Creates a group.</summary>
    /// <param name="path">The path of the group. If it does not exist, it is created when it is needed.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperGroup CreateGroup(string path, Action<GroupOptions>? configure = null) => new(Client, path, GroupOptionsOf(configure));

    /// <summary>Creates a status board.</summary>
    /// <param name="path">The path of the board. If it does not exist, it is created when it is needed.</param>
    /// <param name="id">The id of this participant, which no other one may have.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the id or an option is invalid.</exception>
    public ZooKeeperStatusBoard CreateStatusBoard(string path, string id, Action<GroupOptions>? configure = null) => new(Client, path, id, GroupOptionsOf(configure));

    /// <summary>Creates a barrier.</summary>
    /// <param name="path">The path of the barrier.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperBarrier CreateBarrier(string path, Action<BarrierOptions>? configure = null) => new(Client, path, BarrierOptionsOf(configure));

    /// <summary>Creates a double barrier.</summary>
    /// <param name="path">The path of the barrier. If it does not exist, it is created when it is needed.</param>
    /// <param name="participants">How many participants pass together. All processes must use the same number.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the number or an option is invalid.</exception>
    public ZooKeeperDoubleBarrier CreateDoubleBarrier(string path, int participants, Action<BarrierOptions>? configure = null) => new(Client, path, participants, BarrierOptionsOf(configure));

    /// <summary>Creates a counter.</summary>
    /// <param name="path">The path of the counter. If it does not exist, it is created when it is needed.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperCounter CreateCounter(string path, Action<CounterOptions>? configure = null) => new(Client, path, CounterOptionsOf(configure));

    /// <summary>Creates transactions over several participants.</summary>
    /// <param name="path">The path below which transactions are recorded. If it does not exist, the first transaction creates it.</param>
    /// <param name="configure">Sets the options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperTransactions CreateTransactions(string path, Action<TransactionOptions>? configure = null) =>
        new(Client, path, Configured(new TransactionOptions { LoggerFactory = _loggers, TimeProvider = _time }, configure));

    internal T OptionsOf<T>(Action<T>? configure)
        where T : ContenderOptions, new() =>
        Configured(new T { LoggerFactory = _loggers, TimeProvider = _time }, configure);

    private GroupOptions GroupOptionsOf(Action<GroupOptions>? configure) => Configured(new GroupOptions { LoggerFactory = _loggers, TimeProvider = _time }, configure);

    private BarrierOptions BarrierOptionsOf(Action<BarrierOptions>? configure) => Configured(new BarrierOptions { LoggerFactory = _loggers, TimeProvider = _time }, configure);

    private CounterOptions CounterOptionsOf(Action<CounterOptions>? configure) => Configured(new CounterOptions { TimeProvider = _time }, configure);

    private static T Configured<T>(T options, Action<T>? configure)
    {
        configure?.Invoke(options);
        return options;
    }
}
