using System.Diagnostics;

namespace WebApp.Tests;

/// <summary>The sources in a folder of their own, as after a fresh clone: nothing is built yet, and building disturbs no other build.</summary>
internal static class SourceCopy
{
    private static readonly string[] Built = ["bin", "obj"];

    // What would say more to the program or the build than the README does.
    private static readonly string[] Unwanted =
    [
        "ASPNETCORE_", "DOTNET_ENVIRONMENT", "ConnectionStrings__", "ZooKeeper", "Logging__", "Kestrel__", "URLS", "HTTP_PORTS", "HTTPS_PORTS",
        "MSBUILD", "VSTEST",
    ];

    /// <summary>The repository that the tests were built in.</summary>
    public static DirectoryInfo Root
    {
        get
        {
            var root = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(root.FullName, "ConfigZk.sln")))
            {
                root = root.Parent ?? throw new DirectoryNotFoundException($"There is no ConfigZk.sln above {AppContext.BaseDirectory}.");
            }

            return root;
        }
    }

    public static DirectoryInfo Create()
    {
        var root = Root;
        var copy = Directory.CreateTempSubdirectory("shop-source-");
        CopyFiles(root, copy);
        foreach (var folder in new[] { "src", "samples" })
        {
            CopyTree(new DirectoryInfo(Path.Combine(root.FullName, folder)), copy.CreateSubdirectory(folder));
        }

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

    private static void CopyTree(DirectoryInfo source, DirectoryInfo target)
    {
        CopyFiles(source, target);
        foreach (var folder in source.EnumerateDirectories().Where(folder => !Built.Contains(folder.Name)))
        {
            CopyTree(folder, target.CreateSubdirectory(folder.Name));
        }
    }

    private static void CopyFiles(DirectoryInfo source, DirectoryInfo target)
    {
        foreach (var file in source.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(target.FullName, file.Name));
        }
    }
}
