using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary>Options from a section. Each key in it counts, and what is wrong is named without quoting it.</summary>
[TestClass]
public sealed class OptionsBindingTests
{
    private const string Secret = "s3cret-v4lue";

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
    [DataRow("StartupTimeout", "a time such as 00:00:15")]
    [DataRow("MinReloadInterval", "a time such as 00:00:15")]
    [DataRow("AuditInterval", "a time such as 00:00:15")]
    [DataRow("Connection:SessionTimeout", "a time such as 00:00:15")]
    [DataRow("MaxInflatedLength", "a whole number")]
    [DataRow("Connection:MaxReplyLength", "a whole number")]
    [DataRow("Optional", "true or false")]
    [DataRow("ReloadOnChange", "true or false")]
    public void AddZooKeeper_ValueThatCannotBeRead_NamesKeyAndForm(string name, string expected)
    {
        foreach (var value in new[] { Secret, "", "1.5 x" })
        {
            var message = Fail(("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), (name, value));
            Assert.StartsWith($"'ZooKeeper:{name}' in the configuration is not {expected}", message);
        }

        Assert.StartsWith($"'ZooKeeper:{name}' in the configuration is not {expected}", Fail(("Paths", "/config"), ($"{name}:Seconds", Secret)));
    }

    [TestMethod]
    [DataRow("15")]
    [DataRow("1")]
    [DataRow("100")]
    [DataRow("15s")]
    [DataRow("00:00:60")]
    public void AddZooKeeper_TimeThatDotNetWouldMisread_IsRefused(string value) =>
        Assert.Contains("'ZooKeeper:StartupTimeout' in the configuration is not a time such as 00:00:15", Fail(("StartupTimeout", value)));

    [TestMethod]
    [DataRow("99999999999")]
    [DataRow("1.0")]
    [DataRow("1e3")]
    [DataRow("1,024")]
    public void AddZooKeeper_NumberThatIsNone_IsRefused(string value) =>
        Assert.Contains("'ZooKeeper:MaxInflatedLength' in the configuration is not a whole number", Fail(("MaxInflatedLength", value)));

    [TestMethod]
    [DataRow("RevocationMode", "s3cret-v4lue", "not NoCheck, Online or Offline")]
    [DataRow("RevocationMode", "1", "not NoCheck, Online or Offline")]
    [DataRow("RevocationMode", "NoCheck, Online", "not NoCheck, Online or Offline")]
    [DataRow("Protocols", "s3cret-v4lue", "not Tls12 or Tls13")]
    [DataRow("Protocols", "3072", "not Tls12 or Tls13")]
    [DataRow("Protocols", "Tls12,", "not Tls12 or Tls13")]
    [DataRow("Protocols", "", "not Tls12 or Tls13")]
    public void AddZooKeeper_NameThatIsNone_IsRefused(string name, string value, string reason) =>
        Assert.Contains($"'ZooKeeper:Connection:Tls:{name}' in the configuration is {reason}", Fail(($"Connection:Tls:{name}", value)));

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
    [DataRow("StartupTimeuot")]
    [DataRow("Connection:SessionTimeOuts")]
    [DataRow("Connection:DigestIdentities:0:Passwort")]
    [DataRow("Enabled")]
    public void AddZooKeeper_NameThatIsNoOption_IsRefused(string name)
    {
        foreach (var key in new[] { name, $"{name}:More" })
        {
            var message = Fail(("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), (key, Secret));
            Assert.StartsWith($"'ZooKeeper:{name}' in the configuration is not an option. The options are: ", message);
        }
    }

    [TestMethod]
    [DataRow("Documents:.yaml")]
    [DataRow("MapKey")]
    [DataRow("OnLoadException")]
    [DataRow("Connection:LoggerFactory")]
    [DataRow("Connection:TimeProvider")]
    public void AddZooKeeper_DelegateOrService_IsForCode(string name) =>
        Assert.Contains("in the configuration is an option that can only be set in code", Fail((name, Secret)));

    [TestMethod]
    [DataRow("Paths:0:More")]
    [DataRow("Paths:0")]
    public void AddZooKeeper_PathThatIsNoText_IsRefused(string name) =>
        Assert.Contains("'ZooKeeper:Paths:0' in the configuration is not a single value", Fail((name, name.EndsWith('0') ? null : Secret)));

    [TestMethod]
    public void AddZooKeeper_PathsBothAsValueAndList_IsRefused() =>
        Assert.Contains("'ZooKeeper:Paths' in the configuration is set both as one value and as a list", Fail(("Paths", $"/{Secret}"), ("Paths:0", "/config")));

    [TestMethod]
    [DataRow("Connection", "a section with options")]
    [DataRow("Connection:DigestIdentities", "a list")]
    [DataRow("Connection:DigestIdentities:0", "a section with options")]
    public void AddZooKeeper_ValueInPlaceOfASection_IsRefused(string name, string expected) =>
        Assert.Contains($"'ZooKeeper:{name}' in the configuration is not {expected}", Fail((name, Secret)));

    [TestMethod]
    [DataRow("User", null, Secret, "missing")]
    [DataRow("Password", "shop", null, "missing")]
    [DataRow("User", "", Secret, "not a user name")]
    [DataRow("User", "shop:s3cret-v4lue", Secret, "not a user name")]
    public void AddZooKeeper_IdentityThatIsNotWhole_NamesWhatIsMissing(string name, string? user, string? password, string reason) => Assert.Contains(
        $"'ZooKeeper:Connection:DigestIdentities:1:{name}' in the configuration is {reason}",
        Fail(
            ("Connection:DigestIdentities:0:User", "first"),
            ("Connection:DigestIdentities:0:Password", Secret),
            ("Connection:DigestIdentities:1:User", user),
            ("Connection:DigestIdentities:1:Password", password)));

    [TestMethod]
    public void AddZooKeeper_ConnectionStringsThatDiffer_AreRefused()
    {
        Assert.Contains(
            "'ZooKeeper:ConnectionString' and 'ZooKeeper:Connection:ConnectionString' are the same option",
            Fail(("ConnectionString", "127.0.0.1:1"), ("Connection:ConnectionString", "127.0.0.1:2"), ("Paths", "/config")));
        Assert.AreEqual("127.0.0.1:2", Bound(("Connection:ConnectionString", "127.0.0.1:2"), ("Paths", "/config")).ConnectionString);
    }

    [TestMethod]
    [DataRow("ZooKeeper")]
    [DataRow("Remote:ZooKeeper")]
    public void AddZooKeeper_SectionThatIsMissingOrEmpty_NamesIt(string path)
    {
        foreach (var value in new[] { null, "", Secret })
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Else:Paths", "/config"), new(path, value)]).Build();
            var message = Assert.ThrowsExactly<ArgumentException>(() => OptionsOf(configuration.GetSection(path))).Message;

            Assert.StartsWith($"The configuration section '{path}' is missing or empty. Set at least '{path}:ConnectionString' and '{path}:Paths'.", message);
        }

        Assert.Contains($"'{path}'", Assert.ThrowsExactly<ArgumentException>(() => OptionsOf(new ConfigurationBuilder().Build().GetSection(path))).Message);
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
    public void AddZooKeeper_OptionOutOfRange_NamesIt() =>
        Assert.Contains("StartupTimeout", Fail(("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), ("StartupTimeout", "2.00:00:00")));

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

    private static IConfigurationSection Section(params (string Name, string? Value)[] options) => new ConfigurationBuilder()
        .AddInMemoryCollection(options.Select(option => KeyValuePair.Create($"ZooKeeper:{option.Name}", option.Value))).Build().GetSection("ZooKeeper");

    // With what is required.
    private static ZooKeeperConfigurationOptions OptionsOf(params (string Name, string? Value)[] options) =>
        Bound([("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), .. options]);

    private static ZooKeeperConfigurationOptions Bound(params (string Name, string? Value)[] options) => OptionsOf(Section(options));

    private static ZooKeeperConfigurationOptions OptionsOf(IConfiguration section)
    {
        ZooKeeperConfigurationOptions? bound = null;
        new ConfigurationBuilder().AddZooKeeper(section, options => bound = options);
        return bound!;
    }

    private static string Fail(params (string Name, string? Value)[] options)
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => Bound(options));
        Assert.DoesNotContain(Secret, e.ToString());
        return e.Message;
    }

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
