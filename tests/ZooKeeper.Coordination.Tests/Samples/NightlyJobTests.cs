using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Samples;

/// <summary>The sample, as a user runs it: on its own server, and on an ensemble.</summary>
[TestClass]
public sealed partial class NightlyJobTests
{
    [TestMethod]
    [DataRow(false, DisplayName = "its own server")]
    [DataRow(true, DisplayName = "Apache ZooKeeper")]
    public async Task Stop_Leader_AnotherInstanceLeadsWithAHigherToken(bool hasServer)
    {
        using var sample = Start(hasServer ? [SharedServer.Server.ConnectionString] : []);
        try
        {
            var first = await LeaderAsync(sample);

            await sample.StandardInput.WriteLineAsync($"{first.Instance}"); // it stops

            var second = await LeaderAsync(sample);
            Assert.AreNotEqual(first.Instance, second.Instance);
            Assert.IsGreaterThan(first.Fence, second.Fence);
            await sample.StandardInput.WriteLineAsync("quit");
            await sample.WaitForExitAsync().WaitAsync(SharedServer.Deadline);
            Assert.AreEqual(0, sample.ExitCode);
        }
        finally
        {
            sample.Kill();
        }
    }

    // The sample is built for the same configuration as the tests.
    private static Process Start(string[] arguments)
    {
        var built = AppContext.BaseDirectory[(AppContext.BaseDirectory.LastIndexOf("/bin/", StringComparison.Ordinal) + 1)..];
        var program = Path.Combine(Repository.Root, "samples", "NightlyJob", built, "NightlyJob.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    // The lines of an instance that stops and of the next leader come in any order.
    private static async Task<(int Instance, long Fence)> LeaderAsync(Process sample)
    {
        while (true)
        {
            var line = await sample.StandardOutput.ReadLineAsync().WaitAsync(SharedServer.Deadline);
            Assert.IsNotNull(line, "the sample has ended");
            if (Leads().Match(line) is { Success: true } leads)
            {
                return (int.Parse(leads.Groups["instance"].Value, CultureInfo.InvariantCulture), long.Parse(leads.Groups["fence"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }
    }

    [GeneratedRegex(@"^Instance (?<instance>\d) does the job, with the fencing token 0x(?<fence>[0-9a-f]+)\.$")]
    private static partial Regex Leads();
}
