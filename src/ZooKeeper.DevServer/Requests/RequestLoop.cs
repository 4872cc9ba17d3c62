using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.DevServer.Requests;

/// <summary>
/// Runs work one item at a time. The guarantees of a server depend on that order (docs/protocol.md, "One order").
/// </summary>
internal sealed partial class RequestLoop : IAsyncDisposable
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ILogger _logger;
    private readonly Task _loop;

    public RequestLoop(ILogger logger)
    {
        _logger = logger;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Runs work on the loop, and completes when the work is done.</summary>
    /// <exception cref="ObjectDisposedException">The server has been disposed.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isAccepted = _work.Writer.TryWrite(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return isAccepted ? done.Task : throw new ObjectDisposedException("ZooKeeper.DevServer.ZooKeeperDevServer");
    }

    /// <inheritdoc cref="RunAsync{T}(Func{T})"/>
    public Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>Queues work that nobody waits for. If the work throws, logs the exception. Does nothing if the server has been disposed.</summary>
    public void TryPost(Action work) => _work.Writer.TryWrite(() =>
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            // Not on the loop: the application's logger may throw as well.
            _ = Task.Run(() => LogWorkFailed(_logger, e));
        }
    });

    /// <summary>Finishes the accepted work, and accepts no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            work();
        }
    }

    [LoggerMessage(3004, LogLevel.Error, "Periodic work of the server failed. It runs again after its interval")]
    private static partial void LogWorkFailed(ILogger logger, Exception exception);
}
