using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Samples;

/// <summary>The sample, as a user runs it.</summary>
[TestClass]
public sealed partial class TransferTests
{
    [TestMethod]
    public async Task Run_TransfersAndKills_EndWithAllMoneyAndNothingPrepared()
    {
        using var sample = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Transfer.dll")]) { RedirectStandardOutput = true })!;
        try
        {
            var lines = (await sample.StandardOutput.ReadToEndAsync().WaitAsync(SharedServer.Deadline)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await sample.WaitForExitAsync().WaitAsync(SharedServer.Deadline);

            Assert.AreEqual(0, sample.ExitCode);
            var steps = lines.Select(line => Line().Match(line)).Select(line => (What: line.Groups["what"].Value, Berlin: Number(line, "berlin"), Paris: Number(line, "paris"), Prepared: Number(line, "prepared")))
                .ToArray();
            Assert.HasCount(8, steps);
            Assert.AreEqual(("Before", 100, 100, 0), steps[0]);
            Assert.AreEqual(("A transfer of 10: committed", 90, 110, 0), steps[1]);
            Assert.AreEqual(("A transfer of 1000: aborted (PostgresException)", 90, 110, 0), steps[2]);
            Assert.AreEqual(("A transfer of 10 whose participants are two processes: committed", 80, 120, 0), steps[3]);
            Assert.AreEqual("A transfer of 10, killed before the decision", steps[4].What);
            Assert.IsGreaterThan(0, steps[4].Prepared);
            Assert.AreEqual(("Recovery, nothing is left", 80, 120, 0), steps[5]);
            Assert.AreEqual("A transfer of 10, killed between the decision and the commit", steps[6].What);
            Assert.IsGreaterThan(0, steps[6].Prepared);
            Assert.AreEqual(("Recovery, nothing is left", 70, 130, 0), steps[7]);
        }
        finally
        {
            sample.Kill();
        }
    }

    private static int Number(Match line, string group) => int.Parse(line.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<what>.*)\. Berlin (?<berlin>\d+), Paris (?<paris>\d+), prepared (?<prepared>\d+)\.$")]
    private static partial Regex Line();
}
