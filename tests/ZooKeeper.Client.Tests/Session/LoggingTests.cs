using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class LoggingTests
{
    [TestMethod]
    public async Task Log_TellsOfTheConnection_AndNeverOfDataOrCredentials()
    {
        var log = new RecordingLogger();
        var path = SharedServer.UniquePath();
        await using (var away = await Away.ConnectAsync(options =>
        {
            options.LoggerFactory = log;
            options.DigestIdentities.Add(new DigestIdentity("me", "hidden-password"));
        }))
        {
            await away.Client.CreateAsync(path, "hidden-data"u8.ToArray());
            await away.Client.GetDataAsync(path);
            await away.WhileAwayAsync(() => Task.CompletedTask);
            await away.Client.GetDataAsync(path);
        }

        Assert.Contains(entry => entry.Level == LogLevel.Information && entry.Message.Contains("(new)", StringComparison.Ordinal), log.Entries);
        Assert.Contains(entry => entry.Level == LogLevel.Information && entry.Message.Contains("(re-attached)", StringComparison.Ordinal), log.Entries);
        Assert.Contains(entry => entry.Level == LogLevel.Warning && entry.Message.Contains("Lost the connection", StringComparison.Ordinal), log.Entries);
        Assert.DoesNotContain(entry => entry.Message.Contains("hidden", StringComparison.Ordinal), log.Entries);
        Assert.DoesNotContain(entry => entry.Level >= LogLevel.Error, log.Entries);
    }

    [TestMethod]
    public async Task Logger_ThatThrows_CostsALogLineAndNothingElse()
    {
        var log = new RecordingLogger { OnEntry = () => throw new InvalidOperationException("the disk is full") };
        await using var away = await Away.ConnectAsync(options => options.LoggerFactory = log);
        await away.WhileAwayAsync(() => Task.CompletedTask);
        Assert.IsNotNull(await away.Client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
        Assert.IsGreaterThan(1, log.Entries.Count);
    }
}
