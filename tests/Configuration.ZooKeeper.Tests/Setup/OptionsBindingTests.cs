using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;
using static Configuration.ZooKeeper.Tests.Setup.BoundOptions;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary>Options from a section. Each key in it counts.</summary>
[TestClass]
public sealed class OptionsBindingTests
{
    [TestMethod]
    public void AddZooKeeper_SectionOfJson_SetsTheOptions()
    {
        const string Json = """
            {
              "ZooKeeper": {
                "ConnectionString": "zk1:2181,zk2:2181",
                "Paths": [ "/config/common", "/config/shop" ],
                "Section": null,
                "Optional": true,
                "ReloadOnChange": false,
                "StartupTimeout": "00:00:30",
                "MinReloadInterval": "00:00:00.250",
                "MaxInflatedLength": 1024,
                "Connection": {
                  "SessionTimeout": "00:00:20",
                  "DigestIdentities": [ { "User": "shop", "Password": "s3cret-v4lue" }, { "User": "other", "Password": "" } ]
                }
              }
            }
            """;

        var options = OptionsOf(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(Json))).Build().GetSection("ZooKeeper"));

        Assert.AreEqual("zk1:2181,zk2:2181", options.ConnectionString);
        CollectionAssert.AreEqual(new[] { "/config/common", "/config/shop" }, options.Paths.ToArray());
        Assert.IsNull(options.Section);
        Assert.IsTrue(options.Optional);
        Assert.IsFalse(options.ReloadOnChange);
        Assert.AreEqual(TimeSpan.FromSeconds(30), options.StartupTimeout);
        Assert.AreEqual(TimeSpan.FromMilliseconds(250), options.MinReloadInterval);
        Assert.AreEqual(1024, options.MaxInflatedLength);
        Assert.AreEqual(TimeSpan.FromSeconds(20), options.Connection.SessionTimeout);
        CollectionAssert.AreEqual(new[] { "shop", "other" }, options.Connection.DigestIdentities.Select(identity => identity.User).ToArray());
        CollectionAssert.AreEqual(new[] { Secret, "" }, options.Connection.DigestIdentities.Select(PasswordOf).ToArray());
    }

    [TestMethod]
    public void AddZooKeeper_NoMoreThanWhatIsRequired_LeavesTheDefaults()
    {
        var (options, defaults) = (OptionsOf(), new ZooKeeperConfigurationOptions());

        Assert.AreEqual(defaults.StartupTimeout, options.StartupTimeout);
        Assert.AreEqual(defaults.ReloadOnChange, options.ReloadOnChange);
        Assert.AreEqual(defaults.Connection.SessionTimeout, options.Connection.SessionTimeout);
        Assert.IsEmpty(options.Connection.DigestIdentities);
    }

    [TestMethod]
    public void AddZooKeeper_Null_LeavesTheDefault()
    {
        var options = OptionsOf(("StartupTimeout", null), ("Optional", null), ("Connection", null), ("Connection:MaxReplyLength", null));

        Assert.AreEqual(TimeSpan.FromSeconds(15), options.StartupTimeout);
    }

    [TestMethod]
    public void AddZooKeeper_NamesInAnyCase_AreTheOptions()
    {
        var options = OptionsOf(("startuptimeout", "00:00:01"), ("CONNECTION:sessionTimeout", "00:00:02"));

        Assert.AreEqual(TimeSpan.FromSeconds(1), options.StartupTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(2), options.Connection.SessionTimeout);
    }

    [TestMethod]
    public void AddZooKeeper_Configure_HasTheLastWord()
    {
        var builder = new ConfigurationBuilder();
        builder.AddZooKeeper(Section(("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), ("StartupTimeout", "00:00:01")), options =>
        {
            Assert.AreEqual(TimeSpan.FromSeconds(1), options.StartupTimeout);
            options.ConnectionString = ":";
            options.StartupTimeout = TimeSpan.FromSeconds(2);
        });

        // Loading looks at the connection string of the delegate.
        Assert.Contains("the server has no host name", Assert.ThrowsExactly<FormatException>(builder.Build).Message);
    }

    [TestMethod]
    [DataRow("/config/shop", "/config/shop")]
    [DataRow("/config/shop,/config/common", "/config/shop,/config/common")]
    public void AddZooKeeper_PathsAsOneValue_AreOnePath(string value, string path) =>
        CollectionAssert.AreEqual(new[] { path }, Bound(("ConnectionString", "127.0.0.1:1"), ("Paths", value)).Paths.ToArray());

    [TestMethod]
    public void AddZooKeeper_MoreThanTenPaths_AreInTheOrderOfTheirNumbers()
    {
        var paths = Enumerable.Range(0, 12).Select(i => ($"Paths:{i}", (string?)$"/config/{i}"));

        CollectionAssert.AreEqual(
            Enumerable.Range(0, 12).Select(i => $"/config/{i}").ToArray(), Bound([("ConnectionString", "127.0.0.1:1"), .. paths]).Paths.ToArray());
    }

    [TestMethod]
    public void AddZooKeeper_EmptyLists_AreEmpty()
    {
        // As JSON's [] is read.
        Assert.IsEmpty(OptionsOf(("Connection:DigestIdentities", "")).Connection.DigestIdentities);
        Assert.Contains("Paths is empty", Fail(("ConnectionString", "127.0.0.1:1"), ("Paths", "")));
    }

    [TestMethod]
    public void AddZooKeeper_Tls_IsSet()
    {
        var tls = OptionsOf(
            ("Connection:Tls:Enabled", "true"), ("Connection:Tls:RevocationMode", "online"), ("Connection:Tls:Protocols", "Tls12, tls13")).Connection.Tls;

        Assert.IsTrue(tls.Enabled);
        Assert.AreEqual(X509RevocationMode.Online, tls.RevocationMode);
        Assert.AreEqual("Tls12, Tls13", $"{tls.Protocols}");
    }

    [TestMethod]
    public void AddZooKeeper_WholeConfiguration_IsASectionToo()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionString", "127.0.0.1:1"), new("Paths:0", "/config")]).Build();
        Assert.AreEqual("/config", OptionsOf(configuration).Paths.Single());

        configuration["Logging:Level"] = Secret;
        Assert.StartsWith("'Logging' in the configuration is not an option.", Assert.ThrowsExactly<ArgumentException>(() => OptionsOf(configuration)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => OptionsOf(new ConfigurationBuilder().Build()));
    }

    [TestMethod]
    public void AddZooKeeper_SwitchedOff_DoesNotLookAtTheSection()
    {
        using var manager = new ConfigurationManager();
        manager["ConfigurationZooKeeper:Enabled"] = "false";
        manager["ZooKeeper:Typo"] = "x";
        manager.AddZooKeeper(manager.GetSection("ZooKeeper"), _ => Assert.Fail("The options are not needed."));
        manager.AddZooKeeper(manager.GetSection("Missing"));
        Assert.IsEmpty(new ZooKeeperConfigurationStatus(manager).Sources);

        var host = Host.CreateApplicationBuilder(["--ConfigurationZooKeeper:Enabled=false"]);
        host.AddZooKeeper(host.Configuration.GetSection("Missing"));
        using var built = host.Build();
        Assert.IsEmpty(built.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    [DataRow("Enabled")]
    [DataRow("enabled")]
    public void AddZooKeeper_SectionThatHasTheSwitch_IsAccepted(string name)
    {
        using var manager = new ConfigurationManager();
        manager[$"ConfigurationZooKeeper:{name}"] = "true";
        manager["ConfigurationZooKeeper:ConnectionString"] = "127.0.0.1:1";
        manager["ConfigurationZooKeeper:Paths"] = "/config";

        Assert.AreEqual("/config", OptionsOf(manager.GetSection("ConfigurationZooKeeper")).Paths.Single());
    }

    [TestMethod]
    public void AddZooKeeper_NullArguments_Throw()
    {
        var section = Section();
        Assert.ThrowsExactly<ArgumentNullException>(() => ((IConfigurationBuilder)null!).AddZooKeeper(section));
        Assert.ThrowsExactly<ArgumentNullException>(() => new ConfigurationBuilder().AddZooKeeper((IConfiguration)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((IHostApplicationBuilder)null!).AddZooKeeper(section));
        Assert.ThrowsExactly<ArgumentNullException>(() => Host.CreateEmptyApplicationBuilder(null).AddZooKeeper((IConfiguration)null!));
    }

    [TestMethod]
    public async Task AddZooKeeper_SectionInAHost_LoadsAndFollows()
    {
        await using var tree = await Subtree.CreateAsync(("Shop/Title", "one"));
        var app = tree.Path[1..];
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            ApplicationName = app,
            Args = [$"--ZooKeeper:ConnectionString={SharedServer.ConnectionString}", "--ZooKeeper:Paths:0=/{app}", "--ZooKeeper:MinReloadInterval=00:00:00"],
        });
        builder.AddZooKeeper(builder.Configuration.GetSection("ZooKeeper"), options => options.Section = "Remote");
        builder.Services.Configure<Shop>(builder.Configuration.GetSection("Remote:Shop"));
        using var host = builder.Build();
        var monitor = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
        Assert.AreEqual("one", monitor.CurrentValue.Title);

        await tree.SetAsync("Shop/Title", "two");
        await Eventually.TrueAsync(() => monitor.CurrentValue.Title == "two");
        Assert.AreEqual(tree.Path, host.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources.Single().Paths.Single());
    }

    [TestMethod]
    public async Task AddZooKeeper_SectionInAManager_Loads()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var manager = new ConfigurationManager();
        manager["ZooKeeper:ConnectionString"] = SharedServer.ConnectionString;
        manager["ZooKeeper:Paths"] = tree.Path;
        manager.AddZooKeeper(manager.GetSection("ZooKeeper"));

        Assert.AreEqual("one", manager["Title"]);
    }

    private static string? PasswordOf(DigestIdentity identity) =>
        (string?)typeof(DigestIdentity).GetProperty("Password", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(identity);

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
