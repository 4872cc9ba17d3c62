using System.Diagnostics;
using System.Runtime.InteropServices;
using ZooKeeper.Testing;

namespace Benchmarks.Applications;

/// <summary>A way to compile the application: by the JIT compiler at run time, ahead of time beside its IL, or ahead of time to a native program.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Result">The prefix of its results in the JSON; empty for the usual form.</param>
/// <param name="Options">The options of <c>dotnet publish</c>.</param>
internal sealed record ApplicationForm(string Name, string Result, string[] Options)
{
    private const string Project = "benchmarks/ColdStart";

    public static IReadOnlyList<ApplicationForm> All =>
    [
        new("JIT", "", []),
        new("ReadyToRun", "r2r_", ["-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true"]),
        new("native AOT", "aot_", ["-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true"]),
    ];

    /// <summary>Publishes the application below a folder.</summary>
    /// <returns>The program, or null and the last line of the error: native AOT needs a C compiler.</returns>
    public async Task<(string? Program, string? Problem)> PublishAsync(string folder)
    {
        var output = Path.Combine(folder, Result + "application");
        string[] arguments = ["publish", Path.Combine(Repository.Root, Project), "-c", "Release", "-v", "q", "-o", output, .. Options];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var text = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? (Path.Combine(output, "ColdStart"), null)
            : (null, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "not published");
    }
}
