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
    public static IReadOnlyList<ApplicationForm> All =>
    [
        new("JIT", "", []),
        new("ReadyToRun", "r2r_", ["-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true"]),
        new("native AOT", "aot_", ["-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true"]),
    ];

    /// <summary>Publishes an application below a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="project">The folder of the project.</param>
    /// <param name="program">The name of the program.</param>
    /// <param name="more">More options of <c>dotnet publish</c>.</param>
    /// <returns>The program, or null and the last line of the error: native AOT needs a C compiler.</returns>
    public async Task<(string? Program, string? Problem)> PublishAsync(
        string folder, string project = "benchmarks/ColdStart", string program = "ColdStart", params string[] more)
    {
        var output = Path.Combine(folder, Result + "application");
        string[] arguments = ["publish", Path.Combine(Repository.Root, project), "-c", "Release", "-v", "q", "-o", output, .. Options, .. more];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var text = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? (Path.Combine(output, program), null)
            : (null, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "not published");
    }
}
