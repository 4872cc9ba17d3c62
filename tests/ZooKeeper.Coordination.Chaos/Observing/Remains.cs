using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Recipes;
using ZooKeeper.Coordination.Chaos.Workloads;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Chaos.Observing;

/// <summary>Counts the znodes and watches that the workers have left while their sessions still live.</summary>
internal sealed partial class Remains(ZooKeeperClient client, ZooKeeperEnsemble ensemble, HistoryLog log)
{
    // A release may still be on its way: it returns after a second without an answer, and goes on in the background.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task CountAsync()
    {
        foreach (var path in Workload.All.SelectMany(workload => workload.Queues).Concat(Recipe.All.SelectMany(recipe => recipe.Folders)))
        {
            await CountAsync($"znodes below {path}", () => CountZnodesAsync(path));
        }

        await CountAsync("watches", CountWatchesAsync);
        foreach (var recipe in Recipe.All)
        {
            await recipe.NoteEndAsync(client, log);
        }
    }

    private async Task CountAsync(string what, Func<Task<int>> countAsync)
    {
        var count = 0;
        try
        {
            await Eventually.TrueAsync(async () => (count = await countAsync()) == 0, Patience);
        }
        catch (TimeoutException)
        {
            // The checker reports it.
        }

        log.Write(new Entry { At = Clock.Now, What = Happening.Left, Count = count, Detail = what });
    }

    private async Task<int> CountZnodesAsync(string path)
    {
        try
        {
            return (await client.GetChildrenAsync(path)).Names.Count;
        }
        catch (NoNodeException)
        {
            return 0;
        }
    }

    private async Task<int> CountWatchesAsync()
    {
        var answers = await Task.WhenAll(ensemble.Servers.Select(server => server.FourLetterWordAsync("wchs")));
        return answers.Sum(answer => int.Parse(Total().Match(answer).Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"Total watches:\s*(?<count>\d+)")]
    private static partial Regex Total();
}
