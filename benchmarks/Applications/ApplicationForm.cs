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
    private const string PackageVersion = "0.0.0-benchmark";

    public static IReadOnlyList<ApplicationForm> All =>
    [
        new("JIT", "", []),
        new("ReadyToRun", "r2r_", ["-r", RuntimeInformation.RuntimeIdentifier, "--no-self-contained", "-p:PublishReadyToRun=true"]),
        new("native AOT", "aot_", ["-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true"]),
    ];

    /// <summary>Packs the libraries into a folder. Returns the form whose application is compiled by the JIT compiler, with the machine code in these packages.</summary>
    public static async Task<ApplicationForm> PackagedAsync(string folder)
    {
        var packages = Path.Combine(folder, "packages");
        foreach (var library in new[] { "ZooKeeper.Client", "Configuration.ZooKeeper" })
        {
            if (await RunAsync("pack", Path.Combine(Repository.Root, "src", library), "-c", "Release", "-v", "q", "-o", packages, $"-p:Version={PackageVersion}") is { } problem)
            {
                throw new InvalidOperationException($"Cannot pack {library}: {problem}");
            }
        }

        return new ApplicationForm(
            "JIT, with the packages", "packaged_",
            [$"-p:PackageFolder={packages}", $"-p:VersionOfPackages={PackageVersion}"]);
    }

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
        var problem = await RunAsync(["publish", Path.Combine(Repository.Root, project), "-c", "Release", "-v", "q", "-o", output, .. Options, .. more]);
        return problem is null ? (Path.Combine(output, program), null) : (null, problem);
    }

    // Returns the first line with an error, or null.
    private static async Task<string?> RunAsync(params string[] arguments)
    {
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1" },
        })!;
        var text = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();
        return dotnet.ExitCode == 0
            ? null
            : text.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? "not published";
    }
}
