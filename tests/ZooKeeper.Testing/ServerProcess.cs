using System.Diagnostics;
using System.Globalization;

namespace ZooKeeper.Testing;

/// <summary>One run of a Java process that cannot outlive this process.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Java does not notice when its parent dies. A shell between the two does, because its standard input ends, however
    // this process ended. The shell is Java's parent and ends with it, before the process id is used again.
    private const string Guard = """
        log=$1
        shift
        exec 3<&0 2>>"$log"
        "$@" </dev/null >&2 3<&- &
        server=$!
        echo $server
        {
          while read -r signal <&3; do
            kill -s "$signal" $server
            echo "$signal"
          done
          kill -s KILL $server
        } &
        guard=$!
        wait $server
        kill $guard 2>/dev/null
        """;

    private readonly Process _shell;

    private ServerProcess(Process shell, int id)
    {
        _shell = shell;
        Id = id;
    }

    /// <summary>The id of the Java process.</summary>
    public int Id { get; }

    public bool HasExited => _shell.HasExited;

    public static async Task<ServerProcess> StartAsync(string logFile, IEnumerable<string> command)
    {
        var shell = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", Guard, "sh", logFile, .. command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            },
        };
        shell.Start();
        var id = await shell.StandardOutput.ReadLineAsync();
        return new ServerProcess(shell, int.Parse(id!, CultureInfo.InvariantCulture));
    }

    /// <summary>Sends a signal, and returns when it has been sent.</summary>
    public async Task SignalAsync(string signal)
    {
        await _shell.StandardInput.WriteLineAsync(signal);
        await _shell.StandardInput.FlushAsync();
        await _shell.StandardOutput.ReadLineAsync();
    }

    /// <summary>Kills the process, even if it is paused, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _shell.StandardInput.Close();
        return _shell.WaitForExitAsync();
    }

    public Task WaitForExitAsync() => _shell.WaitForExitAsync();

    public void Dispose() => _shell.Dispose();
}
