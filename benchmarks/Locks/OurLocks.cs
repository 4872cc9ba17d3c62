using System.Globalization;
using Benchmarks.Reporting;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace Benchmarks.Locks;

/// <summary>Our locks in a process of their own, like those of the other libraries.</summary>
internal sealed class OurLocks(ZooKeeperClientOptions options, string path)
{
    public const string Command = "locks";

    private readonly List<ZooKeeperClient> _clients = [];

    private LockHandle? _holder;
    private Leadership? _leadership;
    private Task[] _waiting = [];

    public static async Task RunAsync(string[] args)
    {
        var timeout = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
        var locks = new OurLocks(new ZooKeeperClientOptions { ConnectionString = args[1], SessionTimeout = timeout }, args[2]);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            await Console.Out.WriteLineAsync(await locks.DoAsync(words[0], [.. words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))]));
        }
    }

    private async Task<string> DoAsync(string command, int[] numbers) => command switch
    {
        LockCommand.Free => Text(await FreeAsync(numbers[0])),
        LockCommand.Writes => Text(await SendAsync(numbers[0], lists: false)),
        LockCommand.Requests => Text(await SendAsync(numbers[0], lists: true)),
        LockCommand.Try => Text(await TryAsync(numbers[0])),
        LockCommand.Contend => Text(await ContendAsync(numbers[0], numbers[1])),
        LockCommand.Queue => Text(await QueueAsync(numbers[0])),
        LockCommand.Drain => Text(await DrainAsync()),
        LockCommand.Lead => Text(await LeadAsync()),
        LockCommand.Resign => Text(await ResignAsync()),
        _ => throw new ArgumentException(command),
    };

    private static string Text(params double[] values) => string.Join(' ', values.Select(value => value.ToString("F3", CultureInfo.InvariantCulture)));

    private async Task<ZooKeeperClient> ClientAsync(int index)
    {
        while (_clients.Count <= index)
        {
            _clients.Add(await ZooKeeperClient.ConnectAsync(options));
        }

        return _clients[index];
    }

    private async Task<double> FreeAsync(int count)
    {
        var own = new ZooKeeperLock(await ClientAsync(0), path);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            await (await own.AcquireAsync()).DisposeAsync();
        }

        return TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private async Task<double> SendAsync(int count, bool lists)
    {
        var client = await ClientAsync(0);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var creation = client.CreateAsync($"{path}/_c_{Guid.NewGuid()}-lock-", mode: CreateMode.EphemeralSequential);
            if (lists)
            {
                await client.GetChildrenAsync(path);
            }

            await client.DeleteAsync((await creation).Path);
        }

        return TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private async Task<double> TryAsync(int count)
    {
        var own = new ZooKeeperLock(await ClientAsync(0), path);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            if (await own.TryAcquireAsync() is not null)
            {
                throw new InvalidOperationException("The lock is held by another.");
            }
        }

        return TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / count;
    }

    private async Task<double[]> ContendAsync(int connections, int handOvers)
    {
        await ClientAsync(connections - 1);
        List<long> grants = [];
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(_clients.Take(connections).Select(client => Task.Run(async () =>
        {
            var own = new ZooKeeperLock(client, path);
            for (var i = 0; i < handOvers / connections; i++)
            {
                await using var handle = await own.AcquireAsync();
                grants.Add(TimeProvider.System.GetTimestamp()); // under the lock
            }
        })));
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var gaps = Series.Of(grants.Zip(grants.Skip(1), (one, next) => TimeProvider.System.GetElapsedTime(one, next).TotalMicroseconds));
        return [elapsed.TotalMicroseconds / grants.Count, gaps.Percentile(99)];
    }

    private async Task<double> QueueAsync(int waiters)
    {
        await ClientAsync(LockCommand.QueueSessions - 1);
        _holder = await new ZooKeeperLock(_clients[0], path).AcquireAsync();
        _waiting = [.. Enumerable.Range(0, waiters).Select(i => PassAsync(_clients[i % LockCommand.QueueSessions]))];
        return waiters;

        async Task PassAsync(ZooKeeperClient client) => await (await new ZooKeeperLock(client, path).AcquireAsync()).DisposeAsync();
    }

    private async Task<double> DrainAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        await _holder!.DisposeAsync();
        await Task.WhenAll(_waiting);
        return TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / _waiting.Length;
    }

    private async Task<double> LeadAsync()
    {
        _leadership = await new ZooKeeperElection(await ClientAsync(0), path).CampaignAsync();
        return _leadership.Fence;
    }

    private async Task<double> ResignAsync()
    {
        await _leadership!.DisposeAsync();
        return 0;
    }
}
