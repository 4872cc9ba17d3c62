using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>A program in a process of its own, in an environment as a user's shell has it.</summary>
internal sealed class OutsideProgram : IAsyncDisposable
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(20); // native code, on a machine with other work

    // What would say more to builds, to git or to applications than a user's shell does. A hook of git runs tests with variables of its own.
    private static readonly string[] Unwanted =
    [
        "ASPNETCORE_", "DOTNET_ENVIRONMENT", "ConnectionStrings__", "ConfigurationZooKeeper", "ZooKeeper", "Shop__", "Logging__", "Kestrel__", "URLS", "HTTP_PORTS",
        "HTTPS_PORTS", "MSBUILD", "VSTEST", "GIT_", "CI",
    ];

    private readonly StringBuilder _output = new();
    private readonly string _line;
    private readonly Process _process;

    private OutsideProgram(ProcessStartInfo startInfo)
    {
        _line = $"{startInfo.FileName} {string.Join(' ', startInfo.ArgumentList)}";
        _process = new Process { StartInfo = startInfo };
        _process.OutputDataReceived += (_, line) => OnOutput(line.Data);
        _process.ErrorDataReceived += (_, line) => OnOutput(line.Data);
    }

    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>All that the program has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Runs a command to its end, which has to be a good one.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(DirectoryInfo folder, string fileName, params string[] arguments)
    {
        await using var program = Start(folder, fileName, arguments);
        return await program.EndedAsync() is var exitCode and not 0
            ? throw new InvalidOperationException($"{program._line} ended with {exitCode}:{Environment.NewLine}{program.Output}")
            : program.Output.Trim();
    }

    /// <summary>Starts a program that goes on until it is disposed.</summary>
    public static OutsideProgram Start(
        DirectoryInfo folder, string fileName, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? variables = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsUnwanted).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        // No server of the build outlives the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";

        var program = new OutsideProgram(start);
        program._process.Start();
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        program._process.StandardInput.Close();
        return program;
    }

    /// <summary>Waits until the program has ended, and returns its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(LongestCommand);
        return _process.ExitCode;
    }

    /// <summary>Waits until the program has printed what the expression matches.</summary>
    public async Task<Match> PrintedAsync(Regex expected)
    {
        try
        {
            await Eventually.TrueAsync(() => expected.IsMatch(Output) || _process.HasExited, TimeSpan.FromMinutes(1), $"printed {expected}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}{Environment.NewLine}{Output}", e);
        }

        var match = expected.Match(Output);
        return match.Success ? match : throw new InvalidOperationException($"{_line} has ended, and never printed {expected}:{Environment.NewLine}{Output}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static bool IsUnwanted(string variable) =>
        Array.Exists(Unwanted, prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private void OnOutput(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
