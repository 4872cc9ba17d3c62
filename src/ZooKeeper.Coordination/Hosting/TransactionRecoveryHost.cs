using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>Recovers transactions at the start of a host, and then periodically. It delays neither the start nor the stop.</summary>
internal sealed partial class TransactionRecoveryHost(ZooKeeperTransactions transactions, IEnumerable<ITransactionParticipant> participants, ILogger logger) : BackgroundService
{
    private readonly IReadOnlyList<ITransactionParticipant> _participants = [.. participants];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (interval, time) = (transactions.Options.RecoveryInterval, transactions.Options.TimeProvider);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await transactions.RecoverAsync(_participants, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, transactions.Path, interval, e);
            }
            catch (Exception)
            {
                break; // the host stops
            }

            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(4018, LogLevel.Error, "The recovery of transactions below {Path} failed. Retrying in {Delay}")]
    private static partial void LogFailed(ILogger logger, string path, TimeSpan delay, Exception exception);
}
