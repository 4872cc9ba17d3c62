using System.Collections.Concurrent;
using System.Diagnostics;
using Configuration.ZooKeeper.Revisions.Writer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Applying;

/// <summary>Writers that are killed with SIGKILL: their successors know of each apply whether it was executed, and applications see no mixed state.</summary>
[TestClass]
public sealed class KilledProcessesTests
{
    private const int Writers = 2;

    // A kill hits any part of an apply: between this and the next one.
    private static readonly TimeSpan LongestApply = TimeSpan.FromMilliseconds(4);

    [TestMethod]
    [Timeout(60 * 60 * 1000)]
    public async Task Apply_ProcessesKilledAtAnyTime_EveryOutcomeIsKnown()
    {
        var (applies, mostOfAProcess) = (Effort.Of(daily: 60, nightly: 10_000), Effort.Of(daily: 20, nightly: 60));
        var seed = FuzzSeed.Next(Console.WriteLine);
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/shop/One"] = "0", ["/shop/Section/Other"] = "0" } });
        using var application = Follow(server, out var mixed);
        var folders = Enumerable.Range(0, Writers).Select(_ => Directory.CreateTempSubdirectory("configzk-writer-")).ToArray();
        var kills = 0;
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => KillAsync(writer, new Random(seed + writer))));

            await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
            await using var root = await ManagedRoot.OpenAsync(client, "/shop");
            var known = new Dictionary<Guid, int?>();
            foreach (var journal in folders.Select(folder => new Journal(folder.FullName)))
            {
                if (await journal.PendingAsync() is { } last)
                {
                    journal.End(last, (await root.ResolveAsync(last))?.Number);
                }

                foreach (var (uid, revision) in journal.Outcomes())
                {
                    known.Add(uid, revision);
                }
            }

            var history = await root.HistoryAsync(int.MaxValue);
            CollectionAssert.AreEqual(Enumerable.Range(1, history.Count).Reverse().ToArray(), history.Select(revision => revision.Number).ToArray(), "a gap");
            CollectionAssert.AreEquivalent(
                known.Where(plan => plan.Value is not null).Select(plan => (plan.Key, plan.Value!.Value)).ToArray(),
                history.Select(revision => (revision.Uid, revision.Number)).ToArray());
            Assert.IsTrue((await root.DriftAsync()).IsClean);
            Assert.IsEmpty(mixed);
            Console.WriteLine($"{known.Count} applies: {history.Count} applied, {known.Count - history.Count} not, {kills} processes killed");
        }
        finally
        {
            foreach (var folder in folders)
            {
                folder.Delete(recursive: true);
            }
        }

        async Task KillAsync(int writer, Random random)
        {
            for (var left = applies / Writers; left > 0; Interlocked.Increment(ref kills))
            {
                using var process = Start(server, folders[writer], $"writer{writer}");
                for (var begun = random.Next(1, mostOfAProcess); begun > 0; begun--, left--)
                {
                    Assert.AreEqual("applying", await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)));
                }

                var (started, after) = (Stopwatch.GetTimestamp(), LongestApply * random.NextDouble());
                SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(started) >= after);
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
    }

    private static Process Start(ZooKeeperDevServer server, DirectoryInfo folder, string name) => Process.Start(new ProcessStartInfo(
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(Journal).Assembly.Location, server.ConnectionString, folder.FullName, name])
    {
        RedirectStandardOutput = true,
    })!;

    private static ConfigurationRoot Follow(ZooKeeperDevServer server, out ConcurrentQueue<string> mixed)
    {
        var application = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = server.ConnectionString;
            options.Paths.Add("/shop");
            options.MinReloadInterval = TimeSpan.Zero;
        }).Build();
        var seen = mixed = [];
        ChangeToken.OnChange(((IConfiguration)application).GetReloadToken, () =>
        {
            using (application.PinZooKeeper())
            {
                var (one, other) = (application["One"], application["Section:Other"]);
                if (one != other)
                {
                    seen.Enqueue($"{one} and {other}");
                }
            }
        });
        return application;
    }
}
