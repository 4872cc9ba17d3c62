using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>The command line tool, installed from its package as users install it, with a folder for files.</summary>
internal sealed class InstalledTool : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _program;
    private readonly Dictionary<string, string> _variables;

    private InstalledTool(DirectoryInfo folder, string program, string? server)
    {
        _folder = folder;
        _program = program;
        _variables = new Dictionary<string, string> { ["CONFIGZK_PROFILES"] = FileNamed("profiles.json"), ["CONFIGZK_CONNECT"] = server ?? "", ["NO_COLOR"] = "1" };
        WriteFile("profiles.json", "{}");
    }

    public static async Task<InstalledTool> InstallAsync(string? server = null)
    {
        var feed = await PackageFeed.GetAsync();
        var folder = Directory.CreateTempSubdirectory("configzk-tool-");
        await OutsideProgram.RunAsync(
            folder, OutsideProgram.Dotnet, "tool", "install", "ConfigZk.Tool", "--version", feed.Version, "--tool-path", "tools", "--add-source", feed.Folder.FullName);
        return new InstalledTool(folder, Path.Combine(folder.FullName, "tools", OperatingSystem.IsWindows() ? "configzk.exe" : "configzk"), server);
    }

    /// <summary>A tool that was published to a program of its own.</summary>
    public static InstalledTool Published(DirectoryInfo folder, string program, string? server = null) => new(folder, program, server);

    public string FileNamed(string name) => Path.Combine(_folder.FullName, name);

    public string ReadFile(string name) => File.ReadAllText(FileNamed(name));

    public void WriteFile(string name, string content) => File.WriteAllText(FileNamed(name), content);

    /// <summary>Runs a command line that must end with an exit code.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(int exitCode, string line)
    {
        await using var program = OutsideProgram.Start(_folder, _program, CommandLine.Split(line), _variables);
        Assert.AreEqual(exitCode, await program.EndedAsync(), $"configzk {line}{Environment.NewLine}{program.Output}");
        return program.Output;
    }

    /// <summary>Starts a command line that is killed when it is disposed.</summary>
    public OutsideProgram Start(string line) => OutsideProgram.Start(_folder, _program, CommandLine.Split(line), _variables);

    public void Dispose() => _folder.Delete(recursive: true);
}
