using System.Runtime.CompilerServices;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class ZooKeeperClientOptionsTests
{
    public static IEnumerable<object[]> Invalid =>
    [
        Case(options => options.ConnectionString = " "),
        Case(options => options.ConnectionString = null!),
        Case(options => options.SessionTimeout = TimeSpan.Zero),
        Case(options => options.SessionTimeout = TimeSpan.FromDays(2)),
        Case(options => options.SessionTimeout = Timeout.InfiniteTimeSpan),
        Case(options => options.ConnectTimeout = TimeSpan.Zero),
        Case(options => options.MaxRequestLength = 1),
        Case(options => options.MaxReplyLength = -1),
        Case(options => options.LoggerFactory = null!),
        Case(options => options.TimeProvider = null!),
    ];

    [TestMethod]
    [DynamicData(nameof(Invalid))]
    public void Start_InvalidOption_ThrowsAndNamesIt(string option, Action<ZooKeeperClientOptions> breakIt)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = "zk" };
        breakIt(options);
        var exception = Assert.ThrowsExactly<ArgumentException>(() => ZooKeeperClient.Start(options));
        Assert.Contains(option, exception.Message);
    }

    [TestMethod]
    public void Defaults_AreThoseOfTheDocumentation()
    {
        var options = new ZooKeeperClientOptions();
        Assert.AreEqual(TimeSpan.FromSeconds(15), options.SessionTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(15), options.ConnectTimeout);
        Assert.AreEqual(1_048_575, options.MaxRequestLength);
        Assert.AreEqual(64 * 1024 * 1024, options.MaxReplyLength);
        Assert.IsEmpty(options.DigestIdentities);
    }

    [TestMethod]
    public async Task Start_OptionsChangedLater_HaveNoEffect()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        var options = new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString };
        await using var client = await ZooKeeperClient.ConnectAsync(options);
        var states = client.RecordStates();
        var granted = client.SessionTimeout;

        options.SessionTimeout = TimeSpan.FromSeconds(3);
        options.MaxReplyLength = -1;
        options.LoggerFactory = null!;
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await states.NextAsync(state => state == SessionState.Connected);

        Assert.AreEqual(granted, client.SessionTimeout);
        Assert.IsNotNull(await client.ExistsAsync("/"));
    }

    [TestMethod]
    public void DigestIdentity_ColonInUser_Throws() =>
        Assert.ThrowsExactly<ArgumentException>(() => new DigestIdentity("a:b", "c"));

    private static object[] Case(Action<ZooKeeperClientOptions> breakIt, [CallerArgumentExpression(nameof(breakIt))] string expression = "") =>
        [expression.Split('.', ' ')[3], breakIt];
}
