using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Cuts;

/// <summary>A client whose connection can be cut at a frame. Its clock moves only while something is awaited, so that no ping comes in between.</summary>
internal sealed class CutWay : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly LoopbackProxy _proxy;

    private CutWay(LoopbackProxy proxy, ZooKeeperClient client, FakeTimeProvider time) => (_proxy, Client, Time) = (proxy, client, time);

    public ZooKeeperClient Client { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<CutWay> OpenAsync(int port)
    {
        var proxy = await LoopbackProxy.StartAsync(port);
        var time = new FakeTimeProvider();
        var options = new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, TimeProvider = time, SessionTimeout = TimeSpan.FromSeconds(40) };
        return new CutWay(proxy, await ZooKeeperClient.ConnectAsync(options), time);
    }

    /// <summary>Runs an action, and returns where each frame of one direction begins, and where the last one ends.</summary>
    public async Task<IReadOnlyList<long>> MeasureAsync(ProxyDirection direction, Func<Task> actionAsync)
    {
        await SettleAsync();
        _proxy.ResetCounters();
        await DoneAsync(actionAsync());
        await SettleAsync();
        var ends = new List<long> { 0 };
        foreach (var length in direction == ProxyDirection.ToServer ? _proxy.RequestLengths : _proxy.ReplyLengths)
        {
            ends.Add(ends[^1] + 4 + length);
        }

        return ends;
    }

    /// <summary>Cuts the connection before the byte with this number, once.</summary>
    public async Task CutAtAsync(ProxyDirection direction, long bytes)
    {
        await SettleAsync();
        _proxy.CutAfter(direction, bytes);
    }

    /// <summary>Cuts the connection before the byte with this number, and permits no other one.</summary>
    public async Task DieAtAsync(ProxyDirection direction, long bytes)
    {
        await CutAtAsync(direction, bytes);
        _proxy.RefuseConnections = true;
    }

    /// <summary>Permits connections again.</summary>
    public void Revive() => _proxy.Heal();

    public async Task<T> DoneAsync<T>(Task<T> task)
    {
        await DoneAsync((Task)task);
        return await task;
    }

    public Task DoneAsync(Task task) => DoneAsync(() => Task.FromResult(task.IsCompleted), task);

    public Task UntilAsync(Func<Task<bool>> conditionAsync) => DoneAsync(conditionAsync, Task.CompletedTask);

    public async ValueTask DisposeAsync()
    {
        _proxy.Heal();
        await DoneAsync(Client.DisposeAsync().AsTask());
        await _proxy.DisposeAsync();
    }

    // Nothing is on its way: a request behind all others is answered.
    private async Task SettleAsync() => await DoneAsync(Client.ExistsAsync("/"));

    private async Task DoneAsync(Func<Task<bool>> conditionAsync, Task task)
    {
        await Eventually.TrueAsync(async () =>
        {
            if (await conditionAsync())
            {
                return true;
            }

            Time.Advance(Step);
            return false;
        });
        await task;
    }
}
