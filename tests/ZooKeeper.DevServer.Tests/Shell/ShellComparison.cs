using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Shell;

/// <summary>Runs a script of the shell on Apache ZooKeeper and on dev servers.</summary>
internal static class ShellComparison
{
    /// <summary>Checks that all print the same, and that it contains some parts.</summary>
    public static async Task PrintsTheSameAsync(string[] expected, params string[] script)
    {
        await using var apache = await ZooKeeperServer.StartAsync();
        var printed = (await RunAsync(apache.ConnectionString, script)).ToString();
        foreach (var part in expected)
        {
            Assert.Contains(part, printed, "The script does what it was written for.");
        }

        foreach (var release in (ZooKeeperRelease[])[ZooKeeperRelease.V38, ZooKeeperRelease.V39])
        {
            await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = release });
            Assert.AreEqual(printed, (await RunAsync(server.ConnectionString, script)).ToString(), $"as {release}");
        }
    }

    private static async Task<ShellTranscript> RunAsync(string connectionString, string[] script) =>
        new(await new ZooKeeperShell(connectionString).RunScriptAsync(script));
}
