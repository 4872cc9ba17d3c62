using System.Collections.Concurrent;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Applying;

/// <summary>Writers whose connections are cut anywhere: no revision is lost, doubled or left out, and each writer knows whether its own was applied.</summary>
[TestClass]
public sealed class KilledWritersTests
{
    private const int Writers = 4;

    // Up to here a cut hits requests, and their replies, of an apply.
    private const int LongestWay = 4000;

    [TestMethod]
    [Timeout(30 * 60 * 1000)]
    public async Task Apply_ConnectionsCutAtRandomBytes_EveryOutcomeIsKnown()
    {
        var applies = Effort.Of(daily: 1000, nightly: 10_000);
        var seed = FuzzSeed.Next(Console.WriteLine);
        await using var server = await ZooKeeperDevServer.StartAsync();
        var left = applies;
        var outcomes = new ConcurrentBag<Outcome>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(new Random(seed + writer), writer))));

        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var root = await ManagedRoot.OpenAsync(client, "/shop", Options());
        var history = await root.HistoryAsync(int.MaxValue);
        CollectionAssert.AreEqual(Enumerable.Range(1, history.Count).Reverse().ToArray(), history.Select(revision => revision.Number).ToArray(), "a gap");
        var numbers = history.ToDictionary(revision => revision.Uid, revision => revision.Number); // throws if a uid is there twice
        var unknown = 0;
        foreach (var outcome in outcomes)
        {
            var known = outcome.Applied;
            if (outcome.IsUnknown)
            {
                unknown++;
                known = await root.ResolveAsync(outcome.Plan);
            }

            Assert.AreEqual(numbers.TryGetValue(outcome.Plan.Uid, out var number) ? number : null, known?.Number, $"{outcome.Error}");
            numbers.Remove(outcome.Plan.Uid);
        }

        Assert.IsEmpty(numbers, "revisions that no writer knows");
        Assert.IsTrue((await root.DriftAsync()).IsClean);
        var proven = outcomes.Count(outcome => outcome.Error is NotAppliedException);
        Console.WriteLine($"{outcomes.Count} applies: {history.Count} applied, {proven} proven not to be, {unknown} asked later, {Cuts()} cuts");
        Assert.IsGreaterThan(0, history.Count);
        Assert.IsGreaterThan(0, proven);

        int Cuts() => outcomes.Sum(outcome => outcome.IsCut ? 1 : 0);

        async Task WriteAsync(Random random, int writer)
        {
            await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
            await using var client = ZooKeeperClient.Start(new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString });
            await client.WaitForConnectionAsync();
            await using var root = await RetryAsync(() => ManagedRoot.OpenAsync(client, "/shop", Options()));
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var desired = Shop.State(($"Key{random.Next(20)}", $"{writer}-{random.Next()}"), ($"Section{random.Next(3)}/Key", $"{random.Next()}"));
                var plan = await RetryAsync(() => root.PlanAsync(desired));
                var isCut = random.Next(3) > 0;
                if (isCut)
                {
                    proxy.CutAfter(random.Next(2) == 0 ? ProxyDirection.ToServer : ProxyDirection.ToClient, random.Next(LongestWay));
                }

                outcomes.Add(await ApplyAsync(root, plan, isCut));
                proxy.Heal();
            }
        }
    }

    private static async Task<Outcome> ApplyAsync(ManagedRoot root, Plan plan, bool isCut)
    {
        try
        {
            return new Outcome(plan, isCut, await root.ApplyAsync(plan, "test", Shop.Alice), Error: null);
        }
        catch (Exception e) when (e is RevisionConflictException or NotAppliedException or OutcomeUnknownException)
        {
            return new Outcome(plan, isCut, Applied: null, e);
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            return new Outcome(plan, isCut, Applied: null, e); // before the transaction was sent
        }
    }

    private static ManagedRootOptions Options() => new() { MaxRevisions = int.MaxValue, OutcomeTimeout = TimeSpan.FromMinutes(1) };

    private static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                // Cut before it began.
            }
        }
    }

    private sealed record Outcome(Plan Plan, bool IsCut, AppliedRevision? Applied, Exception? Error)
    {
        public bool IsUnknown => Error is OutcomeUnknownException;
    }
}
