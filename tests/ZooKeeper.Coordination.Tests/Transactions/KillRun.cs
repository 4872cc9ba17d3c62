using System.Collections.Concurrent;
using Transfer;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Transfers between two banks, each by a process of its own that is killed, beside a recovery. Each transfer has an account of its own in both banks.</summary>
internal sealed class KillRun(PostgresCluster postgres, ZooKeeperDevServer server, int accounts)
{
    private const long Balance = 100;
    private const int Amount = 10;
    private const int Killed = 128 + 9;

    private readonly SemaphoreSlim _atOnce = new(3);
    private readonly ConcurrentDictionary<int, bool> _known = new();
    private int _account;

    private string Berlin => postgres.ConnectionString("berlin");

    private string Paris => postgres.ConnectionString("paris");

    /// <summary>Runs transfers, recovers, and checks that each of them is done in both banks or in neither, and that nothing is left.</summary>
    public async Task RunAsync(IEnumerable<Func<KillRun, Task>> transfers)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var berlin = new Bank("berlin", Berlin);
        await using var paris = new Bank("paris", Paris);
        await berlin.CreateAsync(accounts, Balance);
        await paris.CreateAsync(accounts, Balance);
        var transactions = new ZooKeeperTransactions(client, Worker.Path);
        ITransactionParticipant[] participants = [berlin.Participant, paris.Participant];
        using var enough = new CancellationTokenSource();
        var recovering = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                await transactions.RecoverAsync(participants);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        });

        await Task.WhenAll(transfers.Select(OneAsync));
        await enough.CancelAsync();
        await recovering;
        var last = new ZooKeeperTransactions(client, Worker.Path, new TransactionOptions { RecoveryDelay = TimeSpan.Zero });
        await Eventually.TrueAsync(async () => (await last.RecoverAsync(participants)).IsComplete);

        Assert.AreEqual(0, await berlin.PreparedAsync());
        Assert.AreEqual(0, await paris.PreparedAsync());
        var (left, right) = (await berlin.BalancesAsync(), await paris.BalancesAsync());
        for (var account = 1; account <= accounts; account++)
        {
            Assert.AreEqual(2 * Balance, left[account] + right[account], $"account {account}");
            Assert.IsTrue(left[account] is Balance or Balance - Amount, $"account {account}: {left[account]}");
            Assert.IsTrue(!_known.TryGetValue(account, out var isCommitted) || isCommitted == (left[account] != Balance), $"account {account} is not as its process has said");
        }

        async Task OneAsync(Func<KillRun, Task> transferAsync)
        {
            await _atOnce.WaitAsync();
            try
            {
                await transferAsync(this);
            }
            finally
            {
                _atOnce.Release();
            }
        }
    }

    /// <summary>A process that kills itself at a step of a participant.</summary>
    public async Task DieAtStepAsync(string step)
    {
        using var worker = Worker.Start("transfer", server.ConnectionString, Berlin, Paris, $"{NextAccount()}", $"{Amount}", step);
        await worker.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(Killed, worker.ExitCode, step);
    }

    /// <summary>A participant in a process of its own that kills itself at a step, while the coordinator lives.</summary>
    public async Task ParticipantDiesAtStepAsync(string step)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var berlin = new Bank("berlin", Berlin);
        var transactions = new ZooKeeperTransactions(client, Worker.Path);
        var account = NextAccount();
        var id = await transactions.BeginAsync(["berlin", "paris"]);
        using var worker = Worker.Start("participate", server.ConnectionString, $"{id}", "paris", Paris, $"{account}", $"{Amount}", step);
        var running = transactions.RunAsync(id, [berlin.Change(account, -Amount)]);
        await worker.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
        await transactions.AbortAsync(id); // rather than wait for the timeout
        var result = await running.WaitAsync(SharedServer.Deadline);
        _known[account] = result.IsCommitted;
        Assert.AreEqual(Killed, worker.ExitCode, step);
        Assert.AreEqual(step is "paris:committing" or "paris:committed", result.IsCommitted, step);
    }

    /// <summary>A process whose connection to ZooKeeper is cut before a byte, and which is killed then.</summary>
    public async Task DieAtFrameAsync(ProxyDirection direction, long bytes)
    {
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        proxy.CutAfter(direction, bytes);
        var account = NextAccount();
        using var worker = Worker.Start("transfer", proxy.ConnectionString, Berlin, Paris, $"{account}", $"{Amount}");
        await Eventually.TrueAsync(() => worker.HasExited || (proxy.BytesToServer > 0 && proxy.ConnectionCount == 0));
        proxy.RefuseConnections = true;
        worker.Kill();
        if (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            _known[account] = line.StartsWith("committed", StringComparison.Ordinal);
        }
    }

    /// <summary>Runs a transfer, and returns where its frames begin, after the handshake.</summary>
    public async Task<IReadOnlyList<(ProxyDirection Direction, long Bytes)>> MeasureAsync()
    {
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        using var worker = Worker.Start("transfer", proxy.ConnectionString, Berlin, Paris, "1", "0");
        await worker.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(0, worker.ExitCode);
        return
        [
            .. BeginsOf(proxy.RequestLengths, proxy.BytesToServer).Select(begin => (ProxyDirection.ToServer, begin)),
            .. BeginsOf(proxy.ReplyLengths, proxy.BytesToClient).Select(begin => (ProxyDirection.ToClient, begin + 1)), // before it, the connection would end with the reply before
        ];
    }

    private static IEnumerable<long> BeginsOf(IReadOnlyList<int> lengths, long bytes)
    {
        var begin = bytes - lengths.Sum(length => 4L + length);
        foreach (var length in lengths)
        {
            yield return begin;
            begin += 4 + length;
        }
    }

    private int NextAccount() => Interlocked.Increment(ref _account);
}
