using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Barriers;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>
/// Lets a fixed number of processes begin together and end together. It can be used again and again: those that pass together are one generation, and the next one
/// passes when all of them have left. All members are thread-safe.
/// </summary>
/// <remarks>
/// Each call of <see cref="EnterAsync"/> is one participant, even within one process. Apache Curator and kazoo use other layouts, so they cannot take part.
/// </remarks>
public sealed class ZooKeeperDoubleBarrier
{
    private readonly ZooKeeperClient _client;
    private readonly BarrierPlace _place;
    private readonly ILogger _logger;

    /// <summary>Creates a double barrier. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the barrier. If it does not exist, the first participant creates it, as a container.</param>
    /// <param name="participants">
    /// How many participants pass together, at least 1. The number is stored at the path, and processes that disagree get an error. One request checks all
    /// participants, and it must not exceed <see cref="ZooKeeperClientOptions.MaxRequestLength"/>.
    /// </param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path, the number or an option is invalid.</exception>
    public ZooKeeperDoubleBarrier(ZooKeeperClient client, string path, int participants, BarrierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(participants, 1);
        options ??= new BarrierOptions();
        options.Validate();
        _client = client;
        _place = new BarrierPlace(ZnodePath.Parse(path).Value, participants, options);
        _logger = options.LoggerFactory.CreateLogger("ZooKeeper.Coordination");
    }

    /// <summary>Gets the path of the barrier.</summary>
    public string Path => _place.Path;

    /// <summary>Gets how many participants pass together.</summary>
    public int Participants => _place.Participants;

    /// <summary>Waits until enough participants have entered. If more wait, those that came first pass, and the others wait for the next generation.</summary>
    /// <remarks>
    /// A participant whose session has ended is not counted. If the session of this process expires while it waits, it enters again in the next session, behind the others.
    /// </remarks>
    /// <param name="cancellationToken">Gives up. The znode is deleted.</param>
    /// <returns>The entry. Leave it, or dispose it.</returns>
    /// <exception cref="InvalidOperationException">The barrier has another number of participants, or the path belongs to another program.</exception>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public async Task<BarrierEntry> EnterAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var session = await _client.GetSessionAsync(cancellationToken).ConfigureAwait(false);
            var arrival = new Arrival(session, _place, _logger);
            try
            {
                if (await arrival.RunAsync(cancellationToken).ConfigureAwait(false) is { } passed)
                {
                    return new BarrierEntry(_client, session, _place, passed.Name, passed.Generation.Zxid, _logger);
                }
            }
            catch (SessionExpiredException)
            {
                // Its znode is gone as well.
            }
            catch (OperationCanceledException) when (session.HasEnded && !cancellationToken.IsCancellationRequested)
            {
                // The same, seen while waiting.
            }
            catch (NoNodeException) when (arrival.HasEntered)
            {
                // Another client has deleted the path, and everything below it.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await arrival.WithdrawAsync().ConfigureAwait(false);
                await Retry.PauseAfterAsync(e, _place.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await arrival.WithdrawAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
