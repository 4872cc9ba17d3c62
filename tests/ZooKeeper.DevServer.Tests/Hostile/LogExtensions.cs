using Microsoft.Extensions.Logging;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>What tests expect of the log of a server.</summary>
internal static class LogExtensions
{
    /// <summary>Checks that the server met nothing that it was not made for.</summary>
    public static void HasNoErrors(this RecordingLogger log) =>
        Assert.AreEqual("", string.Join('\n', log.Entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.Message)));
}
