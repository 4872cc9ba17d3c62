using System.Globalization;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Access;

/// <summary>A subtree that one user may read, and nobody else.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class DigestAclTests
{
    private const string Password = "s3cret";

    private static readonly IReadOnlyList<Acl> First = AclOf("first");
    private static readonly IReadOnlyList<Acl> Second = AclOf("second");

    [TestMethod]
    [DataRow("second")]
    [DataRow(null)]
    public async Task Load_AnotherUserOrNobody_IsRefused(string? user)
    {
        await using var tree = await CreateAsync();

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => Identify(options, user)));

        Assert.Contains($"'{tree.Path}' is unreadable (NoAuth)", e.Message);
        Assert.DoesNotContain(Password, e.ToString());
    }

    [TestMethod]
    public async Task Load_IdentityFromAProvider_IsThatOfTheConnection()
    {
        var user = "first";
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await CreateAsync();
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.Connection.DigestIdentitiesProvider = _ => new([new DigestIdentity(user, Password)]);
        });
        Assert.AreEqual("one", configuration["Title"]);

        user = "second";
        await LetReconnectAsync();
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.AreEqual("one", configuration["Title"]);

        user = "first";
        await LetReconnectAsync();
        await Eventually.TrueAsync(() => configuration.Status() is { RejectedReload: null, IsStale: false });
        Assert.AreEqual("one", configuration["Title"]);

        // In the same session, the source does not read again unless something was written during the outage.
        async Task LetReconnectAsync()
        {
            proxy.RefuseConnections = true;
            proxy.DropConnections();
            await tree.SetAsync("Other", user);
            proxy.RefuseConnections = false;
        }
    }

    [TestMethod]
    public async Task SetAcl_PermissionGivenBack_IsFoundAfterThirtySecondsWithoutAReconnect()
    {
        var time = new FakeTimeProvider();
        var log = new RecordingLogging();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await CreateAsync();
        await tree.SetAsync("Vault/Key", "hidden");
        using var configuration = tree.Load(options =>
        {
            Identify(options, "first");
            options.ConnectionString = proxy.ConnectionString;
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        });
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Second);
        proxy.DropConnections();
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10)); // the client waits before it connects again
            return configuration.Status() is { StalePaths.Count: 1, IsStale: false };
        });
        Assert.AreEqual("hidden", configuration["Vault:Key"]);
        var connections = log.Of(1000).Count();

        // 30 seconds, and up to a quarter less or more.
        await tree.Client.SetAclAsync(tree.PathOf("Vault"), First);
        await LetPassAsync(TimeSpan.FromSeconds(20));
        CollectionAssert.AreEqual(new[] { tree.PathOf("Vault") }, configuration.Status().StalePaths.ToArray());
        await LetPassAsync(TimeSpan.FromSeconds(18));
        await Eventually.TrueAsync(() => configuration.Status().StalePaths.Count == 0);

        Assert.AreEqual("hidden", configuration["Vault:Key"]);
        Assert.IsEmpty(configuration.Status().UnreadablePaths);
        Assert.AreEqual(connections, log.Of(1000).Count(), "a reconnect would have found it as well");

        // The mirror looks at its clock at each answer, be it to a ping.
        async Task LetPassAsync(TimeSpan span)
        {
            for (var passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(1))
            {
                time.Advance(TimeSpan.FromSeconds(1));
                var title = time.GetUtcNow().ToString(CultureInfo.InvariantCulture);
                await tree.SetAsync("Title", title);
                await Eventually.TrueAsync(() => configuration["Title"] == title);
            }
        }
    }

    private static async Task<Subtree> CreateAsync()
    {
        var tree = await Subtree.CreateAsync();
        foreach (var user in new[] { "first", "second" })
        {
            await tree.Client.AddAuthAsync("digest", Encoding.UTF8.GetBytes($"{user}:{Password}"));
        }

        await tree.SetAsync("Title", "one");
        await tree.Client.SetAclAsync(tree.PathOf("Title"), First);
        await tree.Client.SetAclAsync(tree.Path, First);
        return tree;
    }

    private static IReadOnlyList<Acl> AclOf(string user) => [Acl.Digest(Permissions.All, user, Password)];

    private static void Identify(ZooKeeperConfigurationOptions options, string? user)
    {
        if (user is not null)
        {
            options.Connection.DigestIdentities.Add(new DigestIdentity(user, Password));
        }
    }
}
