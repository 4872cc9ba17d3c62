using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Applications;

/// <summary>What applications see of what tools write.</summary>
[TestClass]
public sealed class ProviderTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [TestMethod]
    public async Task Keys_OfATreeWithEverything_AreThoseOfTheProvider()
    {
        await using var shop = await Shop.OpenAsync();
        var desired = new DesiredState().Set("", "not a key").Set("Title", "x").Set("Db/Timeout", "30").Set("Db.json", """{ "Timeout": 1, "Hosts": [], "A": { "B": null, "C": {} } }""")
            .Set("Hosts.json", """["a", "b"]""").Set("Empty", "").Set("Null", data: null).Set("Section", "").Set("Section/Key", "v").Set("a:b", "c").Set("A/B", "d").Set("E.json", "[]")
            .Set("Bom", "\uFEFFtext").Set("Line", "end\n").Set(string.Join('/', Enumerable.Repeat("deep", 130)), "x").Set("title", "lower");
        await shop.Root.ApplyAsync(await shop.Root.PlanAsync(desired), "test", Shop.Alice);
        using var application = Load(shop);

        var shown = ConfigurationKeys.Of((await shop.Root.ReadAsync()).Tree).Select(key => $"{key.Key}={key.Value ?? "(null)"}");

        var provider = ((ConfigurationProvider)application.Providers.Single()).GetType().BaseType!
            .GetProperty("Data", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(application.Providers.Single());
        var seen = ((IEnumerable<KeyValuePair<string, string?>>)provider!).Select(key => $"{key.Key}={key.Value ?? "(null)"}");
        Assert.AreEqual(string.Join("\n", seen.Order(StringComparer.Ordinal)), string.Join("\n", shown.Order(StringComparer.Ordinal)));
    }

    [TestMethod]
    public async Task Import_SeveralTransactions_AreOneReloadAndNoMixedState()
    {
        await using var shop = await Shop.OpenAsync();
        const int Count = 3000;
        await shop.Root.ImportAsync(await shop.Root.PlanAsync(All(Count, "1")), "first", Shop.Alice);
        using var application = Load(shop);
        var seen = new ConcurrentQueue<string>();
        using var reloads = ChangeToken.OnChange(
            ((IConfiguration)application).GetReloadToken,
            () => seen.Enqueue(string.Join('+', Enumerable.Range(0, Count).Select(i => application[$"Key{i:D4}"]).Distinct())));

        await shop.Root.ImportAsync(await shop.Root.PlanAsync(All(Count, "2")), "second", Shop.Alice);

        await Eventually.TrueAsync(() => !seen.IsEmpty); // listeners are told after the keys are published
        Assert.AreEqual("2", string.Join(' ', seen));
        Assert.IsFalse(application.AsEnumerable().Any(key => key.Key.Contains("configzk", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Abort_Import_IsNoReloadAtAll()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Root.ImportAsync(await shop.Root.PlanAsync(All(100, "1")), "first", Shop.Alice);
        using var application = Load(shop);
        var reloads = 0;
        using var registration = ChangeToken.OnChange(((IConfiguration)application).GetReloadToken, () => Interlocked.Increment(ref reloads));
        using var interrupted = new CancellationTokenSource();
        var options = new ImportOptions { MaxChanges = 10, Progress = new Interruption(interrupted) };
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await shop.Root.ImportAsync(await shop.Root.PlanAsync(All(100, "2")), "second", Shop.Alice, options, interrupted.Token));

        await Eventually.TrueAsync(() => StatusOf(application).RejectedReload?.Cause == ZooKeeperRejectionCause.ImportUnderWay);
        Assert.Contains("by alice", StatusOf(application).RejectedReload!.Reason);
        await shop.Root.AbortImportAsync();

        await Eventually.TrueAsync(() => StatusOf(application).RejectedReload is null);
        Assert.AreEqual(0, reloads);
        Assert.AreEqual("1", application["Key0000"]);
    }

    [TestMethod]
    public async Task Secrets_OfTheCipher_AreDecryptedByTheProvider()
    {
        await using var shop = await Shop.OpenAsync();
        var cipher = new SecretCipher(id => id == "k1" ? Key : null);
        await shop.ApplyAsync(
            ("Password", cipher.Encrypt("hunter2", "k1", shop.Root.Id, "Password")),
            ("Mail.json", $$"""{ "Password": "{{cipher.Encrypt("hunter3", "k1", shop.Root.Id, "Mail.json", "Password")}}" }"""));
        using var application = Load(shop, options => (options.SecretKey, options.SecretRoot) = (id => id == "k1" ? Key : null, shop.Root.Id));

        Assert.AreEqual("hunter2 hunter3", $"{application["Password"]} {application["Mail:Password"]}");
        Assert.IsEmpty(ConfigurationKeys.Check((await shop.Root.ReadAsync()).Tree, new KeyOptions { Secrets = cipher }));
    }

    [TestMethod]
    public async Task History_ContainsNoPlainTextOfEncryptedValues()
    {
        await using var shop = await Shop.OpenAsync();
        var cipher = new SecretCipher(_ => Key);
        await shop.ApplyAsync(("Password", cipher.Encrypt("hunter2", "k1", shop.Root.Id, "Password")));

        var revision = (await shop.Root.ShowAsync(1))!;
        Assert.IsFalse(revision.Changes.Any(change => change.NewData is { } data && System.Text.Encoding.UTF8.GetString(data).Contains("hunter2", StringComparison.Ordinal)));
    }

    private static ConfigurationRoot Load(Shop shop, Action<ZooKeeperConfigurationOptions>? configure = null) => (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options =>
    {
        options.ConnectionString = SharedServer.Server.ConnectionString;
        options.Paths.Add(shop.Root.Path);
        options.MinReloadInterval = TimeSpan.Zero;
        configure?.Invoke(options);
    }).Build();

    private static ZooKeeperSourceStatus StatusOf(IConfiguration application)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(application).AddZooKeeperConfiguration().BuildServiceProvider();
        return services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single();
    }

    private static DesiredState All(int count, string value)
    {
        var state = new DesiredState();
        for (var i = 0; i < count; i++)
        {
            state.Set($"Key{i:D4}", value);
        }

        return state;
    }

    private sealed class Interruption(CancellationTokenSource interrupted) : IProgress<ImportStatus>
    {
        public void Report(ImportStatus value) => interrupted.Cancel();
    }
}
