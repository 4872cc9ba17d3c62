using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace Benchmarks.Recipes;

/// <summary>Our queue, counter and double barrier in a process of their own, like those of the other libraries.</summary>
internal sealed class OurRecipes(ZooKeeperClientOptions options, string path)
{
    public const string Command = "recipes";

    private const int Batch = 500;
    private static readonly byte[] Item = new byte[64];

    private readonly List<ZooKeeperClient> _clients = [];

    public static async Task RunAsync(string[] args)
    {
        var timeout = TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture));
        var recipes = new OurRecipes(new ZooKeeperClientOptions { ConnectionString = args[1], SessionTimeout = timeout }, args[2]);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var numbers = words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            await recipes.ConnectAsync(words[0] is RecipeCommand.Enqueue or RecipeCommand.Fill ? 1 : numbers[0]);
            var started = TimeProvider.System.GetTimestamp();
            var operations = await recipes.DoAsync(words[0], numbers);
            var time = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / operations;
            await Console.Out.WriteLineAsync(time.ToString("F3", CultureInfo.InvariantCulture));
        }
    }

    private Task<int> DoAsync(string command, int[] numbers) => command switch
    {
        RecipeCommand.Enqueue => EnqueueAsync(numbers[0], numbers[1]),
        RecipeCommand.Fill => FillAsync(numbers[0], numbers[1]),
        RecipeCommand.Consume => ConsumeAsync(numbers[0], numbers[1], numbers[2]),
        RecipeCommand.Count => CountAsync(numbers[0], numbers[1]),
        RecipeCommand.Pass => PassAsync(numbers[0], numbers[1]),
        _ => throw new ArgumentException(command),
    };

    private async Task ConnectAsync(int connections)
    {
        while (_clients.Count < connections)
        {
            _clients.Add(await ZooKeeperClient.ConnectAsync(options));
        }
    }

    private ZooKeeperQueue Queue(ZooKeeperClient client, int number) => new(client, $"{path}/{number}", new QueueOptions { MaxItems = int.MaxValue });

    private async Task<int> EnqueueAsync(int count, int number)
    {
        var queue = Queue(_clients[0], number);
        for (var i = 0; i < count; i++)
        {
            await queue.EnqueueAsync(Item);
        }

        return count;
    }

    private async Task<int> FillAsync(int count, int number)
    {
        foreach (var batch in Enumerable.Repeat((ReadOnlyMemory<byte>)Item, count).Chunk(Batch))
        {
            await Queue(_clients[0], number).EnqueueAsync(batch);
        }

        return count;
    }

    private async Task<int> ConsumeAsync(int consumers, int count, int number)
    {
        var left = count;
        await Task.WhenAll(_clients.Take(consumers).Select(client => Task.Run(async () =>
        {
            var queue = Queue(client, number);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await using var item = await queue.TakeAsync();
                await item.CompleteAsync();
            }
        })));
        return count;
    }

    private async Task<int> CountAsync(int connections, int count)
    {
        await Task.WhenAll(_clients.Take(connections).Select(client => Task.Run(async () =>
        {
            var counter = new ZooKeeperCounter(client, path);
            for (var i = 0; i < count / connections; i++)
            {
                await counter.AddAsync(1);
            }
        })));
        return count / connections * connections;
    }

    private async Task<int> PassAsync(int participants, int rounds)
    {
        await Task.WhenAll(_clients.Take(participants).Select(client => Task.Run(async () =>
        {
            var barrier = new ZooKeeperDoubleBarrier(client, $"{path}-{participants}", participants);
            for (var i = 0; i < rounds; i++)
            {
                await (await barrier.EnterAsync()).LeaveAsync();
            }
        })));
        return rounds;
    }
}
