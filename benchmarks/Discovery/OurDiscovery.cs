using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery;

namespace Benchmarks.Discovery;

/// <summary>Our service discovery in a process of its own, like that of the other library.</summary>
internal sealed class OurDiscovery(string connectionString, string root)
{
    public const string Command = "discovery-process";

    private const string Service = "orders";

    private readonly SeenCount _seen = new();

    public static async Task RunAsync(string[] args)
    {
        var discovery = new OurDiscovery(args[1], args[2]);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var answer = await discovery.DoAsync(words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
            await Console.Out.WriteLineAsync(answer.ToString("F3", CultureInfo.InvariantCulture));
        }
    }

    private async Task<double> DoAsync(string command, int count)
    {
        switch (command)
        {
            case DiscoveryCommand.Load:
                return await LoadAsync(count);
            case DiscoveryCommand.Follow:
                var client = await ZooKeeperClient.ConnectAsync(connectionString);
                _ = FollowAsync(client, _seen, CancellationToken.None);
                return await _seen.UntilAsync(count);
            default:
                return await _seen.UntilAsync(count);
        }
    }

    private async Task<double> LoadAsync(int count)
    {
        using var end = new CancellationTokenSource();
        var (started, seen) = (TimeProvider.System.GetTimestamp(), new SeenCount());
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var following = FollowAsync(client, seen, end.Token);
        await seen.UntilAsync(count);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        await end.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return time;
    }

    private Task FollowAsync(ZooKeeperClient client, SeenCount seen, CancellationToken cancellationToken) =>
        root == DiscoveryLibrary.Catalog.Root ? FollowCatalogAsync(client, seen, cancellationToken) : FollowEndpointsAsync(client, seen, cancellationToken);

    private async Task FollowCatalogAsync(ZooKeeperClient client, SeenCount seen, CancellationToken cancellationToken)
    {
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        await foreach (var view in catalog.ObserveAsync(cancellationToken))
        {
            seen.Set(view.Up(Service).Count);
        }
    }

    private async Task FollowEndpointsAsync(ZooKeeperClient client, SeenCount seen, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSingleton(client).AddServiceDiscoveryCore().AddZooKeeperServiceEndpointProvider(options => options.Catalog.Root = root).BuildServiceProvider();
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        while (true)
        {
            var source = await resolver.GetEndpointsAsync($"http://{Service}", cancellationToken);
            seen.Set(source.Endpoints.Count);
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = source.ChangeToken.RegisterChangeCallback(static changed => ((TaskCompletionSource)changed!).TrySetResult(), changed);
            await changed.Task.WaitAsync(cancellationToken);
        }
    }
}
