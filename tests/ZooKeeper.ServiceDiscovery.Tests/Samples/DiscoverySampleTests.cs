using System.Diagnostics;
using System.Net.ServerSentEvents;
using Discovery;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Samples;

/// <summary>Requests through the gateway of samples/Discovery, while instances are killed and stopped.</summary>
[TestClass]
[TestCategory("Alone")] // counts what happens in a time
[DoNotParallelize]
public sealed class DiscoverySampleTests
{
    // Of Apache ZooKeeper: a session expires at a multiple of the tick, and its last ping reaches the leader up to half a tick late.
    private static readonly TimeSpan Gone = Connection.SessionTimeout + (new ZooKeeperServerOptions().TickTime * 1.5) + TimeSpan.FromSeconds(1);

    private static readonly Uri Orders = new("/orders/", UriKind.Relative);

    [TestMethod]
    public async Task InstanceKilled_NoRequestGoesToItAfterItsSessionAndARestartIsFound()
    {
        var servers = await CreateChrootAsync(SharedServer.UniquePath());
        await using var gateway = await Gateway.StartAsync(servers, "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
        await using var killed = new SampleProcess("service", "orders", servers);
        await using var other = new SampleProcess("service", "orders", servers);
        await using var load = new Load(http, Orders);
        await UntilAsync(load, killed.Id, other.Id);

        await killed.KillAsync();
        var death = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(death) > Gone + TimeSpan.FromSeconds(2));

        var failures = load.FailuresSince(death);
        Assert.IsNotEmpty(failures, "the registration outlives a process that is killed");
        Assert.IsLessThanOrEqualTo(Gone, failures.Max());
        await using var restarted = new SampleProcess("service", "orders", servers);
        await UntilAsync(load, other.Id, restarted.Id);
    }

    [TestMethod]
    public async Task InstanceStopped_NoRequestIsLost()
    {
        var servers = await CreateChrootAsync(SharedServer.UniquePath());
        await using var gateway = await Gateway.StartAsync(servers, "http://127.0.0.1:0");
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
        await using var stopped = new SampleProcess("service", "orders", servers);
        await using var other = new SampleProcess("service", "orders", servers);
        await using var load = new Load(http, Orders);
        await UntilAsync(load, stopped.Id, other.Id);
        var begin = Stopwatch.GetTimestamp();

        await stopped.StopAsync();

        await UntilAsync(load, other.Id);
        Assert.IsEmpty(load.FailuresSince(begin));
    }

    [TestMethod]
    public async Task WholeSample_StartStopAndKill_AreShownByThePage()
    {
        await using var sample = new SampleProcess("http://127.0.0.1:0");
        var first = await sample.ReadLineAsync();
        using var http = new HttpClient { BaseAddress = new Uri(first!.Split(' ')[0]) };
        Assert.Contains("EventSource", await http.GetStringAsync(new Uri("/", UriKind.Relative)));
        await using var events = await http.GetStreamAsync(new Uri("/instances", UriKind.Relative));
        await using var shown = SseParser.Create(events).EnumerateAsync().GetAsyncEnumerator();
        var rows = await UntilAsync(4);

        await sample.WriteLineAsync("start stock");
        await UntilAsync(5);
        await sample.WriteLineAsync($"stop {rows[0]}");
        await UntilAsync(4);

        await sample.WriteLineAsync("quit");
        await sample.StopAsync();

        async Task<string[]> UntilAsync(int count)
        {
            string[] processes;
            do
            {
                Assert.IsTrue(await shown.MoveNextAsync().AsTask().WaitAsync(SharedServer.Deadline));
                using var json = System.Text.Json.JsonDocument.Parse(shown.Current.Data);
                processes = [.. json.RootElement.EnumerateArray().Select(row => row.GetProperty("process").GetString()!)];
            }
            while (processes.Length != count);

            return processes;
        }
    }

    // Instances that an earlier test has killed stay registered for a while.
    private static async Task<string> CreateChrootAsync(string path)
    {
        await using var client = await SharedServer.ConnectAsync();
        await client.CreateAsync(path);
        return SharedServer.Server.ConnectionString + path;
    }

    private static Task UntilAsync(Load load, params string[] answering) => Eventually.TrueAsync(async () =>
    {
        var now = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => load.AnswersSince(now).Length > 0 && Stopwatch.GetElapsedTime(now) > TimeSpan.FromMilliseconds(200));
        return load.AnswersSince(now).SequenceEqual(answering.Order(StringComparer.Ordinal));
    });
}
