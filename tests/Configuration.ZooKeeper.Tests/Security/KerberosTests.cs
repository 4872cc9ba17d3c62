using Configuration.ZooKeeper.Tests.Starting;
using ZooKeeper.Client;
using ZooKeeper.Client.Tests.Sasl;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Security;

/// <summary>What somebody sees whose configuration does not load because of Kerberos: the cause, not a server that does not answer.</summary>
[TestClass]
public sealed class KerberosTests
{
    private static KerberosRealm Realm = null!;
    private static ZooKeeperServer Server = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        Realm = await KerberosRealm.StartAsync();
        Server = await Realm.StartServerAsync(context.CancellationToken);
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Server.DisposeAsync();
        await Realm.DisposeAsync();
    }

    [TestMethod]
    public async Task Load_PrincipalOfTheAcl_Loads()
    {
        await using var tree = await CreateAsync();
        using var configuration = tree.Load(Configure);
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Load_NoTicket_SaysSo()
    {
        await using var tree = await CreateAsync();
        using var withdrawn = Realm.WithdrawTickets();
        Assert.Contains(
            "the process's Kerberos identity by GSSAPI for zookeeper/localhost could not be authenticated: Kerberos reports UnknownCredentials (no valid ticket",
            await FailAsync(tree, _ => { }));
    }

    [TestMethod]
    public async Task Load_WrongPassword_SaysSo()
    {
        await using var tree = await CreateAsync();
        Assert.Contains(
            "'operator' by GSSAPI for zookeeper/localhost could not be authenticated: Kerberos reports UnknownCredentials (no valid ticket, a wrong password",
            await FailAsync(tree, options => (options.Connection.Sasl.UserName, options.Connection.Sasl.Password) = ("operator", "hidden-password-that-is-wrong")));
    }

    [TestMethod]
    public async Task Load_UnknownService_NamesThePrincipalAndTheOptions()
    {
        await using var tree = await CreateAsync();
        var message = await FailAsync(tree, options => options.Connection.Sasl.ServiceName = "other");
        Assert.Contains("for other/localhost could not be authenticated", message);
        Assert.Contains("does not know the service of Sasl.ServiceName and Sasl.TargetHost", message);
    }

    private static async Task<Subtree> CreateAsync()
    {
        var tree = await Subtree.NewAsync($"localhost:{Server.Port}");
        await tree.SetAsync("Title", "one");
        await tree.Client.SetAclAsync(tree.Path, [new Acl(Permissions.Read, "sasl", "shop@EXAMPLE.TEST")]);
        return tree;
    }

    private static void Configure(ZooKeeperConfigurationOptions options) => options.Connection.Sasl.Mechanism = SaslMechanism.Gssapi;

    private static async Task<string> FailAsync(Subtree tree, Action<ZooKeeperConfigurationOptions> configure)
    {
        var log = new RecordingLogging();
        var e = await FailedLoad.OfAsync(
            tree,
            options =>
            {
                Configure(options);
                configure(options);
            },
            recorder: log);
        Assert.Contains(tree.Path, e.Message);
        Assert.DoesNotContain("hidden", e.ToString());
        Assert.IsNotEmpty(log.Of(1003), "it is told at each attempt, not only at the end");
        Assert.DoesNotContain(line => line.Text.Contains("hidden", StringComparison.Ordinal), log.Lines);
        return e.Message;
    }
}
