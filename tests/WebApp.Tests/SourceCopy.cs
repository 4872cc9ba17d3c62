using System.Diagnostics;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>The sources in a folder of their own, as after a fresh clone: nothing is built yet, and building disturbs no other build.</summary>
internal static class SourceCopy
{
    // What would say more to the program or the build than the README does.
    private static readonly string[] Unwanted =
    [
        "ASPNETCORE_", "DOTNET_ENVIRONMENT", "ConnectionStrings__", "ZooKeeper", "Logging__", "Kestrel__", "URLS", "HTTP_PORTS", "HTTPS_PORTS",
        "MSBUILD", "VSTEST",
    ];

    public static DirectoryInfo Create()
    {
        var copy = Directory.CreateTempSubdirectory("shop-source-");
        Repository.CopyTo(copy, "src", "samples");
        return copy;
    }

    public static ProcessStartInfo RunInfo(DirectoryInfo copy, string? connectionString)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, ["run", "--project", "samples/WebApp"])
        {
            WorkingDirectory = copy.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsUnwanted).ToArray())
        {
            start.Environment.Remove(name);
        }

        if (connectionString is not null)
        {
            start.Environment["ConnectionStrings__ZooKeeper"] = connectionString;
        }

        // No server of the build outlives the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }

    private static bool IsUnwanted(string variable) =>
        Array.Exists(Unwanted, prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
