using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Client.Tests.Tls;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Security;

/// <summary>TLS and SASL from a section of the configuration, against a server that has both.</summary>
[TestClass]
public sealed class SectionTests
{
    private const string Password = "hidden-password";

    private static readonly TestAuthority Authority = new("Test CA");

    private static JaasFile Users = null!;
    private static ZooKeeperServer Server = null!;

    private readonly CertificateFolder _files = new();

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        Users = new JaasFile(("shop", Password));
        Server = await Users.StartServerAsync(
            context.CancellationToken, new ServerTls(Authority.IssueServer()) { TrustedAuthorities = [Authority.Certificate], RequiresClientCertificate = false });
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        await Server.DisposeAsync();
        Users.Dispose();
    }

    [TestCleanup]
    public void DeleteFiles() => _files.Dispose();

    [TestMethod]
    public async Task AddZooKeeper_TlsAndSasl_AreTheIdentityOfTheAcl()
    {
        await using var tree = await CreateAsync(new Acl(Permissions.Read, "sasl", "shop"));
        using var configuration = Load(tree, ("Tls:CaFile", _files.Authority(Authority)), ("Sasl:UserName", "shop"), ("Sasl:Password", Password));
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task AddZooKeeper_ClientCertificate_IsTheIdentityOfTheAcl()
    {
        using var certificate = Authority.IssueClient("CN=shop, O=Example");
        await using var tree = await CreateAsync(new Acl(Permissions.Read, "x509", "CN=shop,O=Example"));
        (string, string) ca = ("Tls:CaFile", _files.Authority(Authority));
        using var configuration = Load(tree, ca, ("Tls:ClientCertificateFile", _files.Certificate(certificate)), ("Tls:ClientKeyFile", _files.Key(certificate)));
        Assert.AreEqual("one", configuration["Title"]);

        Assert.Contains($"'{tree.Path}' is unreadable (NoAuth)", Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => Load(tree, ca)).Message);
    }

    [TestMethod]
    public async Task AddZooKeeper_AuthorityOfAnother_NamesTheCause()
    {
        await using var tree = await CreateAsync(new Acl(Permissions.Read, "sasl", "shop"));
        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => Load(
            tree, "00:00:08", ("Tls:CaFile", _files.Authority(new TestAuthority("Other CA"))), ("Sasl:UserName", "shop"), ("Sasl:Password", Password)));
        Assert.Contains("its certificate comes from an authority that is not trusted: 'CN=Test CA' is not in Tls.CaFile", e.Message);
        Assert.DoesNotContain("hidden", e.ToString());
    }

    [TestMethod]
    public async Task Reload_FileIsMissingForAMoment_KeepsTheConfiguration()
    {
        await using var tree = await CreateAsync(new Acl(Permissions.All, "world", "anyone"));
        var file = _files.Authority(Authority);
        using var configuration = Load(tree, [("Tls:CaFile", file)], "00:02:00", follows: false);
        File.Move(file, file + ".away");
        await tree.SetAsync("Title", "two");

        configuration.Reload();
        Assert.AreEqual("one", configuration["Title"]);
        Assert.Contains("Tls.CaFile", configuration.Status().LastError!);

        File.Move(file + ".away", file);
        configuration.Reload();
        Assert.AreEqual("two", configuration["Title"]);
    }

    private static async Task<Subtree> CreateAsync(Acl acl)
    {
        var tree = await Subtree.NewAsync(Server.ConnectionString);
        await tree.SetAsync("Title", "one");
        await tree.Client.SetAclAsync(tree.Path, [acl]);
        return tree;
    }

    private static ConfigurationRoot Load(Subtree tree, params (string Key, string Value)[] connection) => Load(tree, "00:02:00", connection);

    private static ConfigurationRoot Load(Subtree tree, string startupTimeout, params (string Key, string Value)[] connection) =>
        Load(tree, connection, startupTimeout, follows: true);

    private static ConfigurationRoot Load(Subtree tree, (string Key, string Value)[] connection, string startupTimeout, bool follows)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create("ZooKeeper:ConnectionString", (string?)$"localhost:{Server.SecurePort}"),
            KeyValuePair.Create("ZooKeeper:Paths", (string?)tree.Path),
            KeyValuePair.Create("ZooKeeper:StartupTimeout", (string?)startupTimeout),
            KeyValuePair.Create("ZooKeeper:ReloadOnChange", (string?)$"{follows}"),
            KeyValuePair.Create("ZooKeeper:Connection:Tls:Enabled", (string?)"true"),
            .. connection.Select(option => KeyValuePair.Create($"ZooKeeper:Connection:{option.Key}", (string?)option.Value)),
        ]).Build().GetSection("ZooKeeper");
        return (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(section).Build();
    }
}
