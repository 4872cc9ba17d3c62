using Microsoft.Extensions.Configuration;
using static Configuration.ZooKeeper.Tests.Setup.BoundOptions;

namespace Configuration.ZooKeeper.Tests.Setup;

/// <summary>A section that is no good. The key and the reason are named, and the value is not quoted.</summary>
[TestClass]
public sealed class InvalidSectionTests
{
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
    public void AddZooKeeper_OptionOutOfRange_NamesIt() =>
        Assert.Contains("StartupTimeout", Fail(("ConnectionString", "127.0.0.1:1"), ("Paths", "/config"), ("StartupTimeout", "2.00:00:00")));
}
