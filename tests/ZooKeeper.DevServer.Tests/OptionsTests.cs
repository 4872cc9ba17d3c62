using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;
using ZooKeeper.DevServer.Tests.Switches;

namespace ZooKeeper.DevServer.Tests;

[TestClass]
public sealed class OptionsTests
{
    public static IEnumerable<object[]> Invalid =>
    [
        Case(options => options.Address = null!),
        Case(options => options.Port = -1),
        Case(options => options.Port = 65_536),
        Case(options => options.TickTime = TimeSpan.Zero),
        Case(options => options.TickTime = TimeSpan.FromMicroseconds(999)),
        Case(options => options.TickTime = TimeSpan.FromSeconds(-1)),
        Case(options => options.TickTime = TimeSpan.FromDays(1.1)),
        Case(options => options.TickTime = Timeout.InfiniteTimeSpan),
        Case(options => options.MinSessionTimeout = TimeSpan.Zero),
        Case(options => options.MinSessionTimeout = TimeSpan.FromDays(1.1)),
        Case(options => options.MaxSessionTimeout = TimeSpan.Zero),
        Case(options => options.MaxSessionTimeout = TimeSpan.FromDays(1.1)),
        Case(options => options.MaxSessionTimeout = TimeSpan.FromMilliseconds(3_999)),
        Case(options => options.MaxRequestLength = 0),
        Case(options => options.MaxRequestLength = -1),
        Case(options => options.MaxRequestLength = 1_023),
        Case(options => options.ContainerCheckInterval = TimeSpan.Zero),
        Case(options => options.ContainerCheckInterval = TimeSpan.FromDays(1.1)),
        Case(options => options.Release = (ZooKeeperRelease)36),
        Case(options => options.Release = 0),
        Case(options => options.TimeProvider = null!),
        Case(options => options.LoggerFactory = null!),
    ];

    public static IEnumerable<object[]> Limits =>
    [
        Case(options => (options.TickTime, options.MaxSessionTimeout) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1))),
        Case(options => options.TickTime = TimeSpan.FromDays(1)),
        Case(options => options.MinSessionTimeout = TimeSpan.FromMilliseconds(1)),
        Case(options => options.MaxSessionTimeout = TimeSpan.FromDays(1)),
        Case(options => options.MaxSessionTimeout = TimeSpan.FromSeconds(4)),
        Case(options => options.MaxRequestLength = 1_024),
        Case(options => options.MaxRequestLength = int.MaxValue),
        Case(options => options.ContainerCheckInterval = TimeSpan.FromMilliseconds(1)),
        Case(options => options.ContainerCheckInterval = TimeSpan.FromDays(1)),
    ];

    [TestMethod]
    [DynamicData(nameof(Invalid))]
    public async Task StartAsync_InvalidOption_ThrowsAndNamesIt(string option, string _, Action<ZooKeeperDevServerOptions> breakIt)
    {
        var options = new ZooKeeperDevServerOptions();
        breakIt(options);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => ZooKeeperDevServer.StartAsync(options));
        Assert.Contains(option, exception.Message);
    }

    [TestMethod]
    [DynamicData(nameof(Limits))]
    public async Task StartAsync_OptionAtItsLimit_Serves(string _, string __, Action<ZooKeeperDevServerOptions> set)
    {
        var options = new ZooKeeperDevServerOptions();
        set(options);
        await using var server = await ZooKeeperDevServer.StartAsync(options);
        await using var session = await server.OpenAsync();
        (await session.PingAsync()).Ok();
    }

    [TestMethod]
    public async Task StartAsync_MinSessionTimeoutOverTheDefaultOfTheLongest_ThrowsOrIsNeverUndercut()
    {
        var shortest = TimeSpan.FromMinutes(1);
        ZooKeeperDevServer server;
        try
        {
            server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MinSessionTimeout = shortest });
        }
        catch (ArgumentException e)
        {
            Assert.Contains(nameof(ZooKeeperDevServerOptions.MinSessionTimeout), e.Message);
            return;
        }

        await using (server)
        {
            await using var session = await server.OpenAsync(TimeSpan.FromMinutes(2));
            Assert.IsGreaterThanOrEqualTo(shortest, (await server.GetSessionsAsync()).Single().Timeout);
        }
    }

    [TestMethod]
    [DataRow("a")]
    [DataRow("")]
    [DataRow("/a/")]
    [DataRow("/a//b")]
    [DataRow("/a/../b")]
    [DataRow("/a\u0001")]
    public async Task StartAsync_InvalidPathOfAZnode_ThrowsAndNamesIt(string path)
    {
        var options = new ZooKeeperDevServerOptions { Znodes = { ["/good"] = "1", [path] = "a secret" } };
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => ZooKeeperDevServer.StartAsync(options));
        Assert.Contains($"'{path.Replace('\u0001', '?')}'", exception.Message);
        Assert.DoesNotContain("a secret", exception.Message);
    }

    [TestMethod]
    public void Defaults_AreThoseOfTheDocumentation()
    {
        var options = new ZooKeeperDevServerOptions();
        Assert.AreEqual(IPAddress.Loopback, options.Address);
        Assert.AreEqual(0, options.Port);
        Assert.IsEmpty(options.Znodes);
        Assert.AreEqual(TimeSpan.FromSeconds(2), options.TickTime);
        Assert.IsNull(options.MinSessionTimeout);
        Assert.IsNull(options.MaxSessionTimeout);
        Assert.AreEqual(1_048_575, options.MaxRequestLength);
        Assert.AreEqual(TimeSpan.FromMinutes(1), options.ContainerCheckInterval);
        Assert.AreEqual(ZooKeeperRelease.V39, options.Release);
        Assert.IsNull(options.SuperUser);
        Assert.AreSame(TimeProvider.System, options.TimeProvider);
        Assert.AreSame(NullLoggerFactory.Instance, options.LoggerFactory);
    }

    [TestMethod]
    public async Task StartAsync_OptionsChangedLater_HaveNoEffect()
    {
        var options = new ZooKeeperDevServerOptions { Znodes = { ["/a"] = "1" }, MaxRequestLength = 2_048, SuperUser = new DigestIdentity("root", "right") };
        await using var server = await ZooKeeperDevServer.StartAsync(options);
        options.Znodes.Clear();
        options.MinSessionTimeout = options.MaxSessionTimeout = TimeSpan.FromHours(1);
        options.MaxRequestLength = 1_000_000;
        options.Release = ZooKeeperRelease.V35;
        options.SuperUser = null;
        options.TimeProvider = null!;
        options.LoggerFactory = null!;

        await server.WipeAsync();
        await server.RestartAsync();
        await using var session = await server.OpenAsync();
        Assert.AreEqual(ZooKeeperRelease.V39, server.Release);
        Assert.AreEqual(TimeSpan.FromSeconds(10), (await server.GetSessionsAsync()).Single().Timeout);
        (await session.CreateAsync("/locked", acl: [new Acl(Permissions.Read, "ip", "10.0.0.1")])).Ok();
        (await session.AuthAsync("digest", "root:right")).Ok();
        (await session.GetDataAsync("/locked")).Ok();
        await session.SendAsync(Client.Protocol.OpCode.Create, new Client.Protocol.PathRequest("/" + new string('x', 3_000)));
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task StartAsync_TheSameOptionsTwice_StartTwoServers()
    {
        var options = new ZooKeeperDevServerOptions { Znodes = { ["/a"] = "1" } };
        await using var one = await ZooKeeperDevServer.StartAsync(options);
        await using var other = await ZooKeeperDevServer.StartAsync(options);
        Assert.AreNotEqual(one.EndPoint, other.EndPoint);
        await one.DeleteAsync("/a");
        await using var session = await other.OpenAsync();
        Assert.IsTrue(await session.HasAsync("/a"));
    }

    [TestMethod]
    public async Task MaxRequestLength_RequestOfThatLength_IsAnswered_AndALongerOneNot()
    {
        const int Limit = 10_000;
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = Limit });
        await using var session = await server.OpenAsync();
        var overhead = WireConnection.Frame(new Client.Protocol.RequestHeader(1, default), new Client.Protocol.SetDataRequest("/", [], -1)).Length - sizeof(int);
        (await session.SetDataAsync("/", new byte[Limit - overhead])).Ok();
        await session.SendAsync(Client.Protocol.OpCode.SetData, new Client.Protocol.SetDataRequest("/", new byte[Limit - overhead + 1], -1));
        await session.ClosedAsync();
    }

    [TestMethod]
    public async Task AnswersEnvi_Set_TheVersionIsToldByEnvi()
    {
        await using var plain = await ZooKeeperDevServer.StartAsync();
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { AnswersEnvi = true });

        StringAssert.StartsWith(await FourLetterWord.AskAsync(plain.EndPoint.Port, "envi"), "envi is not executed");
        StringAssert.StartsWith(await FourLetterWord.AskAsync(server.EndPoint.Port, "envi"), "Environment:\nzookeeper.version=3.9.");
    }

    private static object[] Case(Action<ZooKeeperDevServerOptions> set, [CallerArgumentExpression(nameof(set))] string expression = "") =>
        [expression.Split('.', ' ')[3], expression, set];
}
