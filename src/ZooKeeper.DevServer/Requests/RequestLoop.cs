using System.Threading.Channels;

namespace ZooKeeper.DevServer.Requests;

/// <summary>
/// Does one thing after the other. That nothing runs beside a request is what a server's guarantees rest on (docs/protocol.md, "One order").
/// </summary>
internal sealed class RequestLoop : IAsyncDisposable
{
    private readonly Channel<Action> _work = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _loop;

    public RequestLoop() => _loop = Task.Run(LoopAsync);

    /// <summary>Does something on the loop, and completes when it is done.</summary>
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
        ObjectDisposedException.ThrowIf(!isAccepted, typeof(ZooKeeperDevServer));
        return done.Task;
    }

    /// <inheritdoc cref="RunAsync{T}(Func{T})"/>
    public Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });

    /// <summary>Does something on the loop some time; nothing if the server has been disposed.</summary>
    public void TryPost(Action work) => _work.Writer.TryWrite(work);

    /// <summary>Finishes what has been accepted, and accepts nothing more.</summary>
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
}
