using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>
/// All that can happen to a source in one life, from its start inside a host to its end, with one and the same secret for every value: changes, malformed data,
/// options that are rejected, listeners that fail, reloads, an outage, the end of the session.
/// </summary>
internal sealed class WholeLife : IAsyncDisposable
{
    private const int ListenerFailedEvent = 2005;

    private readonly OwnSessions _sessions = new(atLeast: TimeSpan.FromSeconds(1));
    private readonly List<string> _told = [];
    private readonly string _secret;
    private readonly LoopbackProxy _proxy;
    private readonly Subtree _tree;

    private WholeLife(string secret, LoopbackProxy proxy, Subtree tree)
    {
        _secret = secret;
        _proxy = proxy;
        _tree = tree;
    }

    /// <summary>What the host and the source itself have logged, at every level.</summary>
    public RecordingLogging Log { get; } = new();

    /// <summary>What was to be seen on the way: statuses, healths, exceptions.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>Whether the source has a logger factory of its own; else it gets the host's.</summary>
    public bool HasOwnLogging { get; init; }

    public static async Task<WholeLife> StartAsync(string secret, bool hasOwnLogging = false)
    {
        var tree = await Subtree.CreateAsync(
            ("Password", secret), ("password", $"{secret} twice"), ("Count", "1"), ("Limit", "1"), ("Title", secret), ("Vault/Key", secret));
        await tree.SetAsync("Zip", Compress(secret));
        await tree.SetAsync("Document.json", $$"""{ "Key": "{{secret}}", "Keys": ["{{secret}}", "{{secret}}"] }""");
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), [Acl.Digest(Permissions.All, "nobody", "else")]);
        return new WholeLife(secret, await LoopbackProxy.StartAsync(SharedServer.Port), tree) { HasOwnLogging = hasOwnLogging };
    }

    public async Task RunAsync()
    {
        using (var host = Build())
        {
            await host.StartAsync();
            var configuration = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
            using var throwing = new Reloads(configuration, () => throw new InvalidOperationException($"not '{configuration["Password"]}'"));
            using var listening = host.Services.GetRequiredService<IOptionsMonitor<Shop>>().OnChange(_ => { });

            await TellAsync(host);
            await ChangeAsync(configuration);
            await FailListenersAsync(host);
            await HoldBackAsync(host, configuration);
            await LoseTheServerAsync(host, configuration);
            await host.StopAsync();
        }

        await FailToStartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _tree.DisposeAsync();
    }

    // A reload throws what its listeners throw. While the source notifies a listener itself, the listener is not registered, and a reload does not call it.
    private static Task ReloadAsync(IConfigurationRoot configuration) => Eventually.TrueAsync(() =>
    {
        try
        {
            configuration.Reload();
            return false;
        }
        catch (AggregateException)
        {
            return true;
        }
    });

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
        builder.AddZooKeeper(_tree.Options(options =>
        {
            options.ConnectionString = _proxy.ConnectionString;
            options.MinReloadInterval = TimeSpan.Zero;
            options.StartupTimeout = TimeSpan.FromSeconds(5);
            options.Connection.DigestIdentities.Add(new DigestIdentity("shop", _secret));
            options.Connection.LoggerFactory = HasOwnLogging ? Log : options.Connection.LoggerFactory;
            _sessions.Mark(options.Connection);
        }));
        builder.Services.AddHealthChecks().AddZooKeeperConfiguration();
        builder.Services.AddOptions<Shop>().Bind(builder.Configuration).Validate(shop => shop.Title.Length > 0, "There is no title.");
        builder.Services.AddOptions<Guarded>().Bind(builder.Configuration).ValidateOnReload();
        return builder.Build();
    }

    private async Task ChangeAsync(IConfigurationRoot configuration)
    {
        await _tree.SetAsync("Title", $"{_secret} changed");
        await Eventually.TrueAsync(() => configuration["Title"] == $"{_secret} changed");
        configuration["Title"] = $"{_secret} by hand";
        await ReloadAsync(configuration);
    }

    // A value where a number belongs, which the framework's binder quotes, and one that is refused by the application.
    private async Task FailListenersAsync(IHost host)
    {
        foreach (var (name, bad, good, words) in new[] { ("Count", _secret, "2", "System.InvalidOperationException"), ("Title", "", _secret, "There is no title.") })
        {
            await _tree.SetAsync(name, bad);
            await Eventually.TrueAsync(() => Log.Of(ListenerFailedEvent).Any(line => line.Text.Contains(words, StringComparison.Ordinal)));
            await TellAsync(host);
            await _tree.SetAsync(name, good);
        }
    }

    private async Task HoldBackAsync(IHost host, IConfigurationRoot configuration)
    {
        var damaged = Compress($"{_secret} and {_secret}");
        damaged[^6] ^= 1;
        foreach (var (name, data) in new (string, byte[])[]
        {
            ("Title", [.. Encoding.UTF8.GetBytes(_secret), 0xFF]),
            ("Document.json", Encoding.UTF8.GetBytes($$"""{ "Key": "{{_secret}} }""")),
            ("Document.json", Encoding.UTF8.GetBytes($$"""{ "Key": {{_secret}} }""")),
            ("Zip", damaged),
            ("Zip", damaged[..^9]),
            ("Limit", Encoding.UTF8.GetBytes(_secret)),
        })
        {
            var good = (await _tree.Client.GetDataAsync(_tree.PathOf(name))).Data;
            await _tree.SetAsync(name, data);
            await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
            await ReloadAsync(configuration);
            await TellAsync(host);
            await _tree.SetAsync(name, good);
            await Eventually.TrueAsync(() => configuration.Status().RejectedReload is null);
        }
    }

    private async Task LoseTheServerAsync(IHost host, IConfigurationRoot configuration)
    {
        var session = (await _sessions.ConnectedAsync()).Single();
        _proxy.RefuseConnections = true;
        _proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().IsStale);
        await ReloadAsync(configuration);
        await TellAsync(host);

        await Eventually.TrueAsync(async () => !await OwnSessions.IsHeldAsync(session));
        await _tree.SetAsync("Title", $"{_secret} after that");
        _proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() => configuration["Title"] == $"{_secret} after that" && !configuration.Status().IsStale);
        await TellAsync(host);
    }

    private async Task FailToStartAsync()
    {
        await _tree.SetAsync("Title", [.. Encoding.UTF8.GetBytes(_secret), 0xFF]);
        _told.Add(Assert.ThrowsExactly<ZooKeeperConfigurationException>(Build).ToString());
        _proxy.RefuseConnections = true;
        _told.Add(Assert.ThrowsExactly<ZooKeeperConfigurationException>(Build).ToString());
    }

    private async Task TellAsync(IHost host)
    {
        foreach (var status in host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources)
        {
            _told.Add($"{status} {JsonSerializer.Serialize(status)}");
        }

        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        _told.AddRange(health.Entries.Select(entry => $"{entry.Value.Description} {string.Join("; ", entry.Value.Data)} {entry.Value.Exception}"));
    }

    internal sealed class Guarded
    {
        public int Limit { get; set; }
    }

    internal sealed class Shop
    {
        public int Count { get; set; }

        public string Title { get; set; } = "";
    }
}
