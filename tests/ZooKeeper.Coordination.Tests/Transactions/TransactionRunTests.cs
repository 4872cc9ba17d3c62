using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Transactions;

/// <summary>Random transactions and recoveries of several workers, whose connections are cut at random and which die at random.</summary>
[TestClass]
public sealed class TransactionRunTests
{
    private const int Workers = 3;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Run_RandomCutsAndDeaths_EachTransactionIsCommittedEverywhereOrNowhere()
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var folder = Directory.CreateTempSubdirectory("transactions-").FullName;
        try
        {
            await using var server = await ZooKeeperDevServer.StartAsync();
            var told = (await Task.WhenAll(Enumerable.Range(0, Workers).Select(i => Task.Run(() => WorkAsync(server, folder, new Random(seed + i))))))
                .SelectMany(pairs => pairs).ToDictionary(pair => pair.Key, pair => pair.Value);
            await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
            await TransactionWorkload.RecoverAsync(client, "/tx", folder);

            var participants = TransactionWorkload.Participants(folder);
            TestContext.WriteLine($"{told.Count} outcomes were told, {participants[0].AllCommitted.Count} transactions are committed");
            Assert.AreEqual("", string.Join('\n', TransactionCheck.Violations(participants, told)));
            Assert.IsTrue(told.ContainsValue(true) && told.ContainsValue(false));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [TestMethod]
    public async Task Check_EachKindOfViolation_IsConvicted()
    {
        var folder = Directory.CreateTempSubdirectory("transactions-").FullName;
        try
        {
            var participants = TransactionWorkload.Participants(folder);
            var (good, undecided, half, wrong) = (NewId(), NewId(), NewId(), NewId());
            foreach (var participant in participants)
            {
                await participant.PrepareAsync(good, CancellationToken.None);
                await participant.CommitPreparedAsync(good, CancellationToken.None);
                await participant.PrepareAsync(half, CancellationToken.None);
                await participant.PrepareAsync(wrong, CancellationToken.None);
                await participant.RollbackPreparedAsync(wrong, CancellationToken.None);
            }

            await participants[0].PrepareAsync(undecided, CancellationToken.None);
            await participants[0].CommitPreparedAsync(half, CancellationToken.None);
            await participants[1].CommitPreparedAsync(half, CancellationToken.None);
            await participants[2].RollbackPreparedAsync(half, CancellationToken.None);

            var violations = TransactionCheck.Violations(participants, new Dictionary<TransactionId, bool> { [good] = true, [wrong] = true });

            CollectionAssert.AreEquivalent(
                new[] { $"{undecided} is undecided in one", $"{half} is committed, but not in three" }
                    .Concat(participants.Select(participant => $"{wrong} was reported as committed, and is not so in {participant.Name}")).ToArray(),
                violations.ToArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<KeyValuePair<TransactionId, bool>>> WorkAsync(ZooKeeperDevServer server, string folder, Random random)
    {
        List<KeyValuePair<TransactionId, bool>> told = [];
        for (var life = 0; life < Effort.Of(2, 100); life++)
        {
            await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
            await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
            var workload = new TransactionWorkload(client, "/tx", folder, random.Next());
            for (var step = 0; step < 8; step++)
            {
                if (random.Next(2) == 0)
                {
                    proxy.CutAfter(random.Next(2) == 0 ? ProxyDirection.ToServer : ProxyDirection.ToClient, random.Next(2_000));
                }

                await workload.StepAsync(CancellationToken.None).WaitAsync(SharedServer.Deadline);
            }

            var last = workload.StepAsync(CancellationToken.None);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(10)), TimeProvider.System);
            await client.DisposeAsync(); // it dies
            await last.WaitAsync(SharedServer.Deadline);
            told.AddRange(workload.Told);
        }

        return told;
    }

    private static TransactionId NewId() => new(Guid.NewGuid(), Guid.NewGuid());
}
