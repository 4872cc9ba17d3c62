using System.Diagnostics;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Security;

/// <summary>Configuration that one user of SASL may read.</summary>
[TestClass]
public sealed class SaslTests
{
    private const string Password = "hidden-password";

    private static JaasFile Users = null!;
    private static ZooKeeperServer Server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        Users = new JaasFile(("shop", Password), ("other", $"other-{Password}"));
        Server = await Users.StartServerAsync(context.CancellationToken);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Server.DisposeAsync();
        Users.Dispose();
    }

    [TestMethod]
    public async Task Load_UserOfTheAcl_LoadsAndFollows()
    {
        await using var tree = await CreateAsync();
        using var configuration = tree.Load(options => Identify(options, "shop", Password));
        Assert.AreEqual("one", configuration["Title"]);

        await tree.Client.SetDataAsync(tree.PathOf("Title"), "two"u8.ToArray());
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task Load_AnotherUserOrNobody_IsRefused()
    {
        await using var tree = await CreateAsync();
        Assert.Contains($"'{tree.Path}' is unreadable (NoAuth)", Fail(tree, options => Identify(options, "other", $"other-{Password}")));
        Assert.Contains($"'{tree.Path}' is unreadable (NoAuth)", Fail(tree, _ => { }));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Load_WrongPassword_NamesTheUserAndTheMechanism(bool optional)
    {
        await using var tree = await CreateAsync();
        var message = Fail(tree, options =>
        {
            options.Optional = optional;
            Identify(options, "shop", $"wrong-{Password}");
        });
        Assert.Contains("from ZooKeeper: the credentials were rejected", message);
        Assert.Contains("it rejected the credentials of 'shop' by DIGEST-MD5", message);
    }

    [TestMethod]
    public async Task Permission_TakenAndGivenBack_LastGoodStaysAndHeals()
    {
        await using var proxy = await LoopbackProxy.StartAsync(Server.Port);
        await using var tree = await CreateAsync();
        await tree.SetAsync("Vault", "of the vault");
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            Identify(options, "shop", Password);
        });
        Assert.AreEqual("of the vault", configuration["Vault"]);

        await tree.Client.SetAclAsync(tree.PathOf("Vault"), [new Acl(Permissions.Read, "sasl", "other"), new Acl(Permissions.Admin, "world", "anyone")]);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status().StalePaths.Contains(tree.PathOf("Vault")));
        Assert.AreEqual("of the vault", configuration["Vault"]);

        await tree.Client.SetAclAsync(tree.PathOf("Vault"), Acl.Open);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status() is { StalePaths.Count: 0, IsStale: false });
        Assert.AreEqual("of the vault", configuration["Vault"]);
    }

    [TestMethod]
    public async Task Load_ServerDemandsSasl_SaysWhatToSet()
    {
        using var users = new JaasFile(("shop", Password));
        await using var server = await users.StartServerAsync(CancellationToken.None, tls: null, "-Dzookeeper.sessionRequireClientSASLAuth=true");
        await using var tree = await CreateAsync();
        foreach (var optional in new[] { false, true })
        {
            var message = Fail(tree, options => (options.ConnectionString, options.Optional) = (server.ConnectionString, optional));
            Assert.Contains("the credentials were rejected", message);
            Assert.Contains(
                $"{server.ConnectionString}: it requires an authentication that this connection does not have (SessionClosedRequireAuth). Set Sasl.UserName",
                message);
            Assert.DoesNotContain("3.6", message);
        }
    }

    private static async Task<Subtree> CreateAsync()
    {
        var tree = await Subtree.NewAsync(Server.ConnectionString);
        await tree.SetAsync("Title", "one");
        await tree.Client.SetAclAsync(tree.Path, [new Acl(Permissions.Read, "sasl", "shop"), new Acl(Permissions.Create, "world", "anyone")]);
        return tree;
    }

    private static void Identify(ZooKeeperConfigurationOptions options, string user, string password) =>
        (options.Connection.Sasl.UserName, options.Connection.Sasl.Password) = (user, password);

    private static string Fail(Subtree tree, Action<ZooKeeperConfigurationOptions> configure)
    {
        // Long enough to see that it is not waited for: wrong credentials do not become right.
        var clock = Stopwatch.StartNew();
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options =>
        {
            options.StartupTimeout = TimeSpan.FromMinutes(2);
            configure(options);
        }));
        Assert.IsLessThan(TimeSpan.FromMinutes(1), clock.Elapsed);
        Assert.DoesNotContain("hidden", e.ToString());
        return e.Message;
    }
}
