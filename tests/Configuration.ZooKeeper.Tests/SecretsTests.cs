using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests;

/// <summary>Values are secrets: none appears in a log line at any level, in an exception or in the status, whatever goes wrong.</summary>
[TestClass]
public sealed class SecretsTests
{
    private const string Secret = "s3cret-v4lue";

    [TestMethod]
    public async Task Run_WithEveryKindOfFailure_NoValueIsLoggedOrReported()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Password", Secret), ("password", Secret + " too"), ("Count", "1"), ("Vault/Key", Secret));
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), [Acl.Digest(Permissions.All, "nobody", Secret)]);
        var log = new RecordingLogging();
        var statuses = new List<string>();
        using (var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.LoggerFactory = log;
            options.Connection.DigestIdentities.Add(new DigestIdentity("shop", Secret));
        }))
        {
            using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Shop>(configuration).BuildServiceProvider();
            using var listening = services.GetRequiredService<IOptionsMonitor<Shop>>().OnChange(_ => { });
            using var throwing = new Reloads(configuration, () => throw new InvalidOperationException(configuration["Password"]));
            void Note() => statuses.Add(JsonSerializer.Serialize(configuration.Status()));

            // A listener that throws, and a value that cannot be bound.
            await tree.SetAsync("Count", Secret);
            await Eventually.TrueAsync(() => log.Of(2005).Any());
            Note();

            // A value that is not text, also at a manual reload.
            await tree.SetAsync("Logo", [.. Encoding.UTF8.GetBytes(Secret), 0xFF]);
            await Eventually.TrueAsync(() => log.Of(2002).Any());
            configuration.Providers.Single().Load();
            Note();

            // An outage, and a value that was set by hand.
            configuration["Password"] = Secret + " by hand";
            proxy.DropConnections();
            await tree.DeleteAsync("Logo");
            await Eventually.TrueAsync(() => configuration.Status() is { HeldBack: null, IsStale: false });
            Note();
        }

        var failure = await FailAsync(tree, log);
        Assert.DoesNotContain(Secret, failure.ToString());
        foreach (var id in new[] { 1000, 1001, 1201, 2000, 2002, 2004, 2005 })
        {
            Assert.IsNotEmpty(log.Of(id), $"Event {id} should have been logged.");
        }

        Assert.IsEmpty(log.Lines.Select(line => $"{line.Level}: {line.Text} {line.Values} {line.Exception}").Where(HasSecret));
        Assert.HasCount(3, statuses);
        Assert.IsEmpty(statuses.Where(HasSecret));
    }

    private static async Task<ZooKeeperConfigurationException> FailAsync(Subtree tree, ILoggerFactory log)
    {
        await tree.SetAsync("Logo", [.. Encoding.UTF8.GetBytes(Secret), 0xFF]);
        return Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.Connection.LoggerFactory = log));
    }

    private static bool HasSecret(string text) => text.Contains(Secret, StringComparison.OrdinalIgnoreCase);

    private sealed class Shop
    {
        public int Count { get; set; }
    }
}
