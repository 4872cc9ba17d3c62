using System.Diagnostics;
using System.Text;

namespace ZooKeeper.Testing;

/// <summary>Apache ZooKeeper's own command-line shell, a second client that shares no code with ours.</summary>
public sealed class ZooKeeperShell(string connectionString, ZooKeeperInstallation? installation = null)
{
    private readonly ZooKeeperInstallation _installation = installation ?? ZooKeeperInstallation.Find();

    /// <summary>The time limit of one run. The default is one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs one command, given as its arguments, and returns the output.</summary>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    /// <exception cref="TimeoutException">The shell did not end in time.</exception>
    public Task<string> RunAsync(params string[] command) => RunAsync(command, script: []);

    /// <summary>Runs several commands in one session, one per line, and returns the output.</summary>
    /// <remarks>The shell continues after a failed command. It fails only if the last command fails.</remarks>
    /// <exception cref="InvalidOperationException">The last command failed.</exception>
    /// <exception cref="TimeoutException">The shell did not end in time.</exception>
    public Task<string> RunScriptAsync(params string[] lines) => RunAsync(command: [], [.. lines, "quit"]);

    private async Task<string> RunAsync(string[] command, string[] script)
    {
        using var shell = new Process { StartInfo = StartInfo(command) };
        shell.Start();
        var output = shell.StandardOutput.ReadToEndAsync();
        var errors = shell.StandardError.ReadToEndAsync();
        foreach (var line in script)
        {
            await shell.StandardInput.WriteLineAsync(line);
        }

        shell.StandardInput.Close();
        using var timeout = new CancellationTokenSource(Timeout, Time);
        try
        {
            await shell.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            shell.Kill();
            throw new TimeoutException($"The shell did not end within {Timeout.TotalSeconds} s:{Environment.NewLine}{await output}{await errors}");
        }

        var printed = await output + await errors;
        return shell.ExitCode == 0
            ? printed
            : throw new InvalidOperationException($"The shell ended with {shell.ExitCode}:{Environment.NewLine}{printed}");
    }

    private ProcessStartInfo StartInfo(string[] command)
    {
        var java = _installation.JavaCommand;
        string[] arguments =
        [
            .. java.Skip(1),
            "-Dfile.encoding=UTF-8",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.util.ServiceUtils=off", // logs its exit code as an error, even 0
            "org.apache.zookeeper.ZooKeeperMain",
            "-waitforconnection",
            "-server",
            connectionString,
            .. command,
        ];
        return new ProcessStartInfo(java[0], arguments)
        {
            Environment = { ["LC_ALL"] = "C.UTF-8" }, // Java decodes its arguments by the locale
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
    }
}
