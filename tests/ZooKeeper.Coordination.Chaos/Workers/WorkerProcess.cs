using System.Diagnostics;
using System.Globalization;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Workers;

/// <summary>A worker as the run sees it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HistoryLog _log;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private WorkerProcess(string name, Process process, HistoryLog log)
    {
        (Name, _process, _log) = (name, process, log);
        _reading = ReadAsync();
    }

    public string Name { get; }

    public static WorkerProcess Start(WorkerOptions options, HistoryLog log)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(WorkerProcess).Assembly.Location, .. options.Arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        if (!start.FileName.EndsWith("dotnet", StringComparison.Ordinal))
        {
            start.FileName = "dotnet"; // a test host runs this
        }

        return new WorkerProcess(options.Name, Process.Start(start)!, log);
    }

    /// <summary>Stops the process for a while. The shell continues it even if this process dies meanwhile.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        var script = string.Create(CultureInfo.InvariantCulture, $"kill -STOP {_process.Id}; sleep {time.TotalSeconds:F3}; kill -CONT {_process.Id}");
        _log.Write(new Entry { At = Clock.Now, What = Happening.Paused, Worker = Name });
        using var shell = Process.Start("/bin/sh", ["-c", script]);
        await shell.WaitForExitAsync();
        _log.Write(new Entry { At = Clock.Now, What = Happening.Resumed, Worker = Name });
    }

    /// <summary>Closes the session of the worker over another connection.</summary>
    public Task CloseSessionAsync(int port) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"{Worker.CloseSession} {port}"));

    /// <summary>Ends all attempts. The session stays.</summary>
    public async Task StopAsync()
    {
        await TellAsync(Worker.Stop);
        await Task.WhenAny(_stopped.Task, Task.Delay(Deadline, TimeProvider.System)); // the checker reports who has not stopped
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            _log.Write(new Entry { At = Clock.Now, What = Happening.Failed, Worker = Name, Detail = "The process did not end." });
            _process.Kill();
        }

        await _reading;
        if (_process.ExitCode != 0)
        {
            _log.Write(new Entry { At = Clock.Now, What = Happening.Failed, Worker = Name, Detail = $"The process ended with {_process.ExitCode}." });
        }

        _process.Dispose();
    }

    private async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var entry = EntryLine.Parse(line);
            _log.Write(entry);
            if (entry.What == Happening.Stopped)
            {
                _stopped.TrySetResult();
            }
        }
    }
}
