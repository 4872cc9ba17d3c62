using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Recovery in a host.</summary>
[TestClass]
public sealed class TransactionHostTests
{
    [TestMethod]
    public async Task Start_TransactionsAreLeft_AreEndedByTheHost()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (path, one) = (SharedServer.UniquePath(), new MemoryParticipant("one"));
        var before = new ZooKeeperTransactions(client, path);
        one.FailAt(MemoryParticipant.Committing);
        Assert.IsTrue((await before.RunAsync([one])).IsCommitted);
        one.OnStep = _ => Task.CompletedTask;
        var open = await before.BeginAsync(["one"]);
        one.Store.Prepare(open);

        using var host = Build(path, one);
        await host.StartAsync();

        await Eventually.TrueAsync(async () => (await before.ListAsync()).Count == 0);
        Assert.HasCount(1, one.Store.Committed);
        CollectionAssert.AreEqual(new[] { open }, one.Store.RolledBack.ToArray());
        Assert.AreEqual(path, host.Services.GetRequiredService<ZooKeeperTransactions>().Path);
        await host.StopAsync().WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task Recovery_WithoutPermission_IsLoggedAndTriedAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, acl: [Acl.Digest(Permissions.All, "somebody", "else")]);
        var one = new MemoryParticipant("one");
        var logger = new RecordingLogger();
        using var host = Build(path, one, logger);

        await host.StartAsync();
        await Eventually.TrueAsync(() => logger.Events.Count(id => id == 4018) > 1);

        await host.StopAsync().WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public void Add_Twice_Throws()
    {
        var services = new ServiceCollection().AddZooKeeperTransactions("/tx");

        var error = Assert.ThrowsExactly<InvalidOperationException>(() => services.AddZooKeeperTransactions("/other"));

        Assert.Contains("'/other' cannot be added", error.Message);
        using var provider = services.BuildServiceProvider();
        Assert.Contains("AddZooKeeperCoordination", Assert.ThrowsExactly<InvalidOperationException>(provider.GetRequiredService<ZooKeeperTransactions>).Message);
    }

    private static IHost Build(string path, MemoryParticipant participant, RecordingLogger? logger = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (logger is not null)
        {
            builder.Services.AddSingleton<ILoggerFactory>(logger);
        }

        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = SharedServer.Server.ConnectionString);
        builder.Services.AddSingleton<ITransactionParticipant>(participant);
        builder.Services.AddZooKeeperTransactions(path, options => (options.RecoveryDelay, options.RecoveryInterval) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(20)));
        return builder.Build();
    }
}
