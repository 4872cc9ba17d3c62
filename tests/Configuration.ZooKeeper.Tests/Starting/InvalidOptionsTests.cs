using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>What is wrong with the options is said at once, by name, without any server.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class InvalidOptionsTests
{
    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("  ")]
    public void AddZooKeeper_NoConnectionString_NamesIt(string? connectionString) =>
        Assert.StartsWith("ConnectionString is missing.", Add(options => options.ConnectionString = connectionString!).Message);

    [TestMethod]
    public void AddZooKeeper_NoPaths_NamesThem() => Assert.Contains("Paths is empty", Add(options => options.Paths.Clear()).Message);

    [TestMethod]
    [DataRow("config")]
    [DataRow("/config/")]
    [DataRow("/config//shop")]
    [DataRow("/config/../shop")]
    [DataRow("")]
    public void AddZooKeeper_InvalidPath_NamesIt(string path) =>
        Assert.Contains($"The path '{path}' is not a valid znode path", Add(options => options.Paths.Add(path)).Message);

    [TestMethod]
    [DataRow("/zookeeper")]
    [DataRow("/zookeeper/quota")]
    public void AddZooKeeper_ZooKeepersOwnPath_IsRefused(string path) =>
        Assert.StartsWith($"Paths contains '{path}'", Add(options => options.Paths.Add(path)).Message);

    [TestMethod]
    public void AddZooKeeper_PathLikeZooKeepersOwn_IsAccepted() =>
        new ConfigurationBuilder().AddZooKeeper("127.0.0.1:1", "/zookeepers");

    [TestMethod]
    [DataRow(-1L)]
    [DataRow(long.MinValue)]
    [DataRow(long.MaxValue)]
    public void AddZooKeeper_IntervalOutOfRange_NamesIt(long ticks) =>
        Assert.StartsWith("MinReloadInterval is ", Add(options => options.MinReloadInterval = TimeSpan.FromTicks(ticks)).Message);

    [TestMethod]
    [DataRow(0L)]
    [DataRow(TimeSpan.TicksPerSecond - 1)]
    [DataRow(TimeSpan.TicksPerDay + 1)]
    public void AddZooKeeper_AuditIntervalOutOfRange_NamesIt(long ticks) =>
        Assert.StartsWith("AuditInterval is ", Add(options => options.AuditInterval = TimeSpan.FromTicks(ticks)).Message);

    [TestMethod]
    [DataRow(0L)]
    [DataRow(-1L)]
    [DataRow(long.MaxValue)]
    public void AddZooKeeper_TimeoutOutOfRange_NamesIt(long ticks) =>
        Assert.StartsWith("StartupTimeout is ", Add(options => options.StartupTimeout = TimeSpan.FromTicks(ticks)).Message);

    [TestMethod]
    [DataRow("")]
    [DataRow("/")]
    [DataRow("services")]
    [DataRow("/services/")]
    [DataRow("/zookeeper/quota")]
    public void AddZooKeeper_InvalidServicesPath_NamesIt(string path) =>
        Assert.StartsWith($"ServicesPath is '{path}'", Add(options => options.ServicesPath = path).Message);

    [TestMethod]
    public void AddZooKeeper_PathInServicesPath_NamesIt() =>
        Assert.StartsWith("Paths contains '/config', where ServicesPath has the instances of services.", Add(options => options.ServicesPath = "/config").Message);

    [TestMethod]
    public void AddZooKeeper_PathLikeServicesPath_IsAccepted() =>
        new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = "127.0.0.1:1";
            options.Paths.Add("/config");
            options.ServicesPath = "/conf";
        });

    [TestMethod]
    [DataRow("")]
    [DataRow(":")]
    [DataRow("Shop:")]
    [DataRow("A::B")]
    public void AddZooKeeper_SectionWithAnEmptyPart_NamesIt(string section) =>
        Assert.Contains($"Section is '{section}'", Add(options => options.Section = section).Message);

    [TestMethod]
    [DataRow("yaml")]
    [DataRow(".")]
    [DataRow("")]
    public void AddZooKeeper_DocumentsOfNoEnding_NamesIt(string extension) =>
        Assert.Contains($"Documents contains '{extension}'", Add(options => options.Documents.Add(extension, _ => [])).Message);

    [TestMethod]
    public void AddZooKeeper_DocumentsWithoutParser_NamesIt() =>
        Assert.Contains("Documents contains '.yaml'", Add(options => options.Documents.Add(".yaml", null!)).Message);

    [TestMethod]
    public void AddZooKeeper_NothingMayInflate_NamesIt() =>
        Assert.Contains("MaxInflatedLength is 0", Add(options => options.MaxInflatedLength = 0).Message);

    [TestMethod]
    [DataRow("zk1:2181:s3cret", "the server has more than one colon")]
    [DataRow("zk1:s3cret", "the port of the server")]
    [DataRow("s3cret,,zk2", "server 2 has no host name")]
    [DataRow("zk1:2181/s3cret/", "its chroot is not a znode path")]
    [DataRow("zk1:2181;password=s3cret", "contains '='")]
    [DataRow("shop:s3cret@zk1:2181", "User and password do not belong")]
    [DataRow("s3cret;zk2", "Separate servers by commas")]
    public void Build_MalformedConnectionString_SaysWhyAndQuotesNothing(string connectionString, string reason)
    {
        var e = Assert.ThrowsExactly<FormatException>(
            () => new ConfigurationBuilder().AddZooKeeper(connectionString, "/config", optional: true).Build());

        Assert.StartsWith("The ZooKeeper connect string is invalid: ", e.Message);
        Assert.Contains(reason, e.Message);
        Assert.DoesNotContain("s3cret", e.ToString());
    }

    [TestMethod]
    public void Build_SessionTimeoutOutOfRange_NamesIt()
    {
        var builder = new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = "127.0.0.1:1";
            options.Paths.Add("/config");
            options.Connection.SessionTimeout = TimeSpan.Zero;
        });

        Assert.StartsWith("SessionTimeout is ", Assert.ThrowsExactly<ArgumentException>(builder.Build).Message);
    }

    [TestMethod]
    public void AddZooKeeper_NullArguments_Throw()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => ((IConfigurationBuilder)null!).AddZooKeeper("127.0.0.1:1", "/config"));
        Assert.ThrowsExactly<ArgumentNullException>(() => new ConfigurationBuilder().AddZooKeeper((Action<ZooKeeperConfigurationOptions>)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => new ZooKeeperConfigurationSource(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((IConfiguration)null!).PinZooKeeper());
        Add<ArgumentNullException>(options => options.Paths.Add(null!));
    }

    private static ArgumentException Add(Action<ZooKeeperConfigurationOptions> configure) => Add<ArgumentException>(configure);

    private static T Add<T>(Action<ZooKeeperConfigurationOptions> configure)
        where T : Exception =>
        Assert.ThrowsExactly<T>(() => new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = "127.0.0.1:1";
            options.Paths.Add("/config");
            configure(options);
        }));
}
