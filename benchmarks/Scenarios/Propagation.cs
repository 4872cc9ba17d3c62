using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Benchmarks.Floor;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Benchmarks.Scenarios;

/// <summary>
/// Measures the time from just before a setData until the options have the new value, against a raw socket with a recursive watch that reads the key at the event. A
/// raw socket in this process writes, so that one clock gives both times and no client of ours interferes.
/// </summary>
/// <remarks>
/// When both listen to the same change, they disturb each other: on two processors both are later, ours more. So in turns there is a change that ours
/// listens to, one that the floor listens to, and one for both, in three equal trees. Adjacent changes form pairs; the ratio of the changes
/// that both listened to is printed as well.
/// </remarks>
internal static class Propagation
{
    private const int SetData = 5;
    private const int WarmUps = 500;
    private const int Chunk = 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static async Task<Report> RunAsync(string connectionString, BenchmarkOptions options)
    {
        var changes = options.Runs ?? 2_000;
        var trees = new List<ConfigurationTree>();
        while (trees.Count < 3)
        {
            trees.Add(await ConfigurationTree.CreateAsync(connectionString, "propagation", options.Znodes ?? 10_000));
        }

        var (ours, floor, oursTogether, floorTogether) = (new Arrivals(), new Arrivals(), new Arrivals(), new Arrivals());
        using var configuration = Follow(connectionString, trees[0], ours);
        using var configurationTogether = Follow(connectionString, trees[2], oursTogether);
        using var raw = FollowRaw(connectionString, trees[1], floor);
        using var rawTogether = FollowRaw(connectionString, trees[2], floorTogether);
        using var writer = RawConnection.Open(connectionString);
        for (var number = -WarmUps; number < changes; number++)
        {
            await ChangeAsync(writer, trees[0], number, ours);
            await ChangeAsync(writer, trees[1], number, floor);
            await ChangeAsync(writer, trees[2], number, oursTogether, floorTogether);
        }

        Fingerprints.Of(configuration).EnsureIs(trees[0].Fingerprint(), "ours");
        Fingerprints.Of(configurationTogether).EnsureIs(trees[2].Fingerprint(), "ours");
        RawLoad.Fingerprint(connectionString, trees[1].Path, Chunk).EnsureIs(trees[1].Fingerprint(), "the floor");
        RawLoad.Fingerprint(connectionString, trees[2].Path, Chunk).EnsureIs(trees[2].Fingerprint(), "the floor");
        return ReportOf(ours.Times, floor.Times, oursTogether.Times, floorTogether.Times);
    }

    private static Report ReportOf(Series ours, Series floor, Series oursTogether, Series floorTogether)
    {
        var report = new Report("propagation");
        (string Name, Series Times)[] rows =
        [
            ("ours", ours), ("floor", floor), ("ours, both listening", oursTogether), ("floor, both listening", floorTogether),
        ];
        foreach (var (name, times) in rows)
        {
            report.Add(name, "ms", times);
            report.Add($"{name}, p95", "ms", times.Percentile(95));
            report.Add($"{name}, p99", "ms", times.Percentile(99));
        }

        report.Add("added by ours", "ms", ours.Minus(floor));
        report.Result("changes", ours.Count);
        report.Result("ours_ms", ours.Median);
        report.Result("floor_ms", floor.Median);
        report.Result("ratio_to_floor", ours.Median / floor.Median);
        report.Result("added_us", ours.Minus(floor).Median * 1000);
        report.Result("p50_ms", ours.Median);
        report.Result("p95_ms", ours.Percentile(95));
        report.Result("p99_ms", ours.Percentile(99));
        report.Result("floor_p99_ms", floor.Percentile(99));
        report.Result("ratio_both_listening", oursTogether.Median / floorTogether.Median);
        return report;
    }

    private static async Task ChangeAsync(RawConnection writer, ConfigurationTree tree, int number, params Arrivals[] listeners)
    {
        var value = ConfigurationTree.Value(number);
        var frame = new RequestFrame(1, SetData).Text(tree.PathOf(0)).Data(value).Int(-1).Seal().ToArray();
        var arrivals = Task.WhenAll(listeners.Select(listener => listener.Expect(Encoding.UTF8.GetString(value))).ToArray());
        await Task.Delay(Pause, TimeProvider.System); // work left over from the last change must not delay this one
        var started = Stopwatch.GetTimestamp();
        writer.Send(frame);
        var moments = await arrivals.WaitAsync(Deadline);
        await writer.ReceiveAsync(); // not earlier: it would wake another thread
        tree.Wrote(0, value);
        foreach (var (listener, moment) in number < 0 ? [] : listeners.Zip(moments))
        {
            listener.Times.Add(Stopwatch.GetElapsedTime(started, moment).TotalMilliseconds);
        }
    }

    private static ConfigurationRoot Follow(string connectionString, ConfigurationTree tree, Arrivals arrivals)
    {
        var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(source =>
        {
            source.ConnectionString = connectionString;
            source.Paths.Add(tree.Path);
            source.MinReloadInterval = TimeSpan.Zero;
        }).Build();
        var services = new ServiceCollection().Configure<TwentyKeys>(configuration.GetSection("Group0")).BuildServiceProvider();
        services.GetRequiredService<IOptionsMonitor<TwentyKeys>>().OnChange(options => arrivals.Arrived(() => options.Key0));
        return configuration;
    }

    private static RawConnection FollowRaw(string connectionString, ConfigurationTree tree, Arrivals arrivals)
    {
        var connection = RawConnection.Open(connectionString);
        var watch = new RawWatch(connection, tree.Path, tree.PathOf(0));
        new Thread(Follow) { IsBackground = true }.Start();
        return connection;

        void Follow()
        {
            try
            {
                while (true)
                {
                    var data = watch.Next().ToArray();
                    arrivals.Arrived(() => Encoding.UTF8.GetString(data));
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // The end of the run. If it comes too early, a change does not arrive in time.
            }
        }
    }
}
