using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/transactions.md.</summary>
[TestClass]
public sealed class TransactionSnippets
{
    [TestMethod]
    public async Task Bank_Transfers_AreCommittedInBoth()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        var (berlin, paris) = (new Branch("berlin"), new Branch("paris"));

        await TransferAsync(client, berlin, paris, CancellationToken.None);
        await TransferInTwoProcessesAsync(client, berlin, paris, CancellationToken.None);

        Assert.AreEqual((2, 2), (berlin.Commits, paris.Commits));
        using var host = Build(berlin, paris);
        Assert.AreEqual("/transactions/bank", host.Services.GetRequiredService<ZooKeeperTransactions>().Path);
    }

    private static async Task TransferAsync(ZooKeeperClient client, ITransactionParticipant berlin, ITransactionParticipant paris, CancellationToken cancellationToken)
    {
        // <snippet run>
        var transactions = new ZooKeeperTransactions(client, "/transactions/bank");

        var result = await transactions.RunAsync([berlin, paris], cancellationToken);

        if (!result.IsCommitted)
        {
            Console.WriteLine($"Nothing is done: {result.Failure?.Message}");
        }
        // </snippet>
    }

    private static async Task TransferInTwoProcessesAsync(ZooKeeperClient client, ITransactionParticipant berlin, ITransactionParticipant paris, CancellationToken cancellationToken)
    {
        var transactions = new ZooKeeperTransactions(client, "/transactions/bank");
        var other = Task.CompletedTask;
        {
            // <snippet coordinate>
            var id = await transactions.BeginAsync(["berlin", "paris"], cancellationToken);
            await SendAsync(id.ToString());

            var result = await transactions.RunAsync(id, [berlin], cancellationToken);
            // </snippet>
            Assert.IsTrue(result.IsCommitted);
        }

        await other;

        Task SendAsync(string received)
        {
            other = TakePartAsync(received);
            return Task.CompletedTask;
        }

        async Task TakePartAsync(string received)
        {
            // <snippet participate>
            var result = await transactions.ParticipateAsync(TransactionId.Parse(received), paris, cancellationToken);
            // </snippet>
            Assert.IsTrue(result.IsCommitted);
        }
    }

    private static IHost Build(ITransactionParticipant berlin, ITransactionParticipant paris)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);

        // <snippet host>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddSingleton<ITransactionParticipant>(berlin);
        builder.Services.AddSingleton<ITransactionParticipant>(paris);
        builder.Services.AddZooKeeperTransactions("/transactions/bank");
        // </snippet>

        return builder.Build();
    }

    private sealed class Branch(string name) : ITransactionParticipant
    {
        public string Name => name;

        public int Commits { get; private set; }

        public Task PrepareAsync(TransactionId id, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CommitPreparedAsync(TransactionId id, CancellationToken cancellationToken) => Task.FromResult(++Commits);

        public Task RollbackPreparedAsync(TransactionId id, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyList<TransactionId>> ListPreparedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<TransactionId>>([]);
    }
}
