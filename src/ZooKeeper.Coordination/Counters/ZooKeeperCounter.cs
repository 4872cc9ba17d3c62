using ZooKeeper.Client;
using ZooKeeper.Coordination.Counters;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>A number that several processes can change without lost updates. All members are thread-safe.</summary>
/// <remarks>
/// <para>Each change is one write, on the condition that no other process has written since the value was read. After a conflict, the call reads and tries again.</para>
/// <para>
/// If the connection is lost before the reply to a write, the call throws an exception whose <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true. The counter never
/// repeats such a write, which could count twice.
/// </para>
/// </remarks>
public sealed class ZooKeeperCounter
{
    // In a request, it means "any version".
    private const int AnyVersion = -1;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(2);

    private readonly ZooKeeperClient _client;
    private readonly CounterOptions _options;
    private readonly CounterFormat _format;
    private readonly ContestTags _tags;

    /// <summary>Creates a counter. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the counter. If it does not exist, its value is zero, and the first change creates it.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperCounter(ZooKeeperClient client, string path, CounterOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options ?? new CounterOptions();
        _options.Validate();
        Path = ZnodePath.Parse(path).Value;
        _format = new CounterFormat(Path, _options.Layout);
        _tags = new ContestTags(ContestKind.Counter, _options.MetricName);
    }

    /// <summary>Gets the path of the counter.</summary>
    public string Path { get; }

    /// <summary>Reads the value. A server that lags can return an earlier one.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="InvalidOperationException">The znode has data of another length.</exception>
    /// <exception cref="ZooKeeperException">The request failed.</exception>
    public async Task<long> GetAsync(CancellationToken cancellationToken = default) => (await ReadAsync(cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Adds a number, which can be negative.</summary>
    /// <param name="number">The number.</param>
    /// <param name="cancellationToken">Cancels the wait. The number may be added.</param>
    /// <returns>The value after the change.</returns>
    /// <inheritdoc cref="UpdateAsync" path="/exception"/>
    public Task<long> AddAsync(long number, CancellationToken cancellationToken = default) => UpdateAsync(
        value =>
        {
            try
            {
                return checked(value + number);
            }
            catch (OverflowException)
            {
                throw _format.TooLarge();
            }
        },
        cancellationToken);

    /// <summary>Changes the value to what a function returns for the current value.</summary>
    /// <param name="change">Returns the new value. It is called again after a conflict.</param>
    /// <param name="cancellationToken">Cancels the wait. The change may be made.</param>
    /// <returns>The value after the change.</returns>
    /// <exception cref="OverflowException">The new value does not fit in the layout.</exception>
    /// <exception cref="InvalidOperationException">The znode has data of another length, or was written 2³² − 1 times.</exception>
    /// <exception cref="ZooKeeperException">
    /// The request failed. If <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true, the change may have been made.
    /// </exception>
    public async Task<long> UpdateAsync(Func<long, long> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var pause = FirstPause; ; pause *= 2)
        {
            var (value, version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            var next = change(value);
            if (await TryWriteAsync(next, version, cancellationToken).ConfigureAwait(false))
            {
                return next;
            }

            CoordinationMetrics.OnRetried(_tags);
            pause = pause < _options.MaxRetryDelay ? pause : _options.MaxRetryDelay;
            await Task.Delay(pause * Random.Shared.NextDouble(), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the value, if it is the expected one.</summary>
    /// <param name="expected">The expected value.</param>
    /// <param name="value">The new value.</param>
    /// <param name="cancellationToken">Cancels the wait. The value may be set.</param>
    /// <returns>Whether the value was the expected one and is set.</returns>
    /// <inheritdoc cref="UpdateAsync" path="/exception"/>
    public async Task<bool> CompareAndSetAsync(long expected, long value, CancellationToken cancellationToken = default)
    {
        // A server that lags could return an earlier value, and the comparison would wrongly fail.
        await AnsweredAsync(
            async () =>
            {
                await _client.SyncAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var (present, version) = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (present != expected)
            {
                return false;
            }

            if (await TryWriteAsync(value, version, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            CoordinationMetrics.OnRetried(_tags);
        }
    }

    // The version is null if there is no znode.
    private async Task<(long Value, int? Version)> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (data, stat) = await AnsweredAsync(() => _client.GetDataAsync(Path, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
            return (_format.Decode(data), stat.Version);
        }
        catch (NoNodeException)
        {
            return (0, null);
        }
    }

    // False if nothing was written, and another try can succeed.
    private async Task<bool> TryWriteAsync(long value, int? version, CancellationToken cancellationToken)
    {
        var data = _format.Encode(value);
        try
        {
            switch (version)
            {
                case null:
                    await _client.CreateWithParentsAsync(Path, data, acl: _options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken).ConfigureAwait(false);
                    break;
                case AnyVersion:
                    throw new InvalidOperationException(
                        $"The counter at '{Path}' was written 2³² − 1 times, and its version is −1. Servers take that for any version, so that a change of another process could be lost. "
                        + "Set its data once by a tool while no process changes it.");
                default:
                    await _client.SetDataAsync(Path, data, version.Value, cancellationToken).ConfigureAwait(false);
                    break;
            }

            return true;
        }
        catch (Exception e) when (e is BadVersionException or NodeExistsException || (e is NoNodeException && version is not null))
        {
            return false;
        }
        catch (ZooKeeperException e) when (e.IsTransient && !e.IsOutcomeUnknown)
        {
            await Retry.PauseAfterAsync(e, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    // Not for writes: a repeated write could count twice.
    private Task<T> AnsweredAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(read, _options.TimeProvider, cancellationToken);
}
