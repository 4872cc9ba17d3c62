using System.Diagnostics;
using System.Globalization;

namespace Discovery;

/// <summary>The instances that this process has started, each in a process of its own.</summary>
internal sealed class InstanceProcesses(string servers) : IAsyncDisposable
{
    private readonly Dictionary<int, Process> _running = [];

    public void Start(string service)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(InstanceProcesses).Assembly.Location, "service", service, servers]) { RedirectStandardInput = true };
        var process = Process.Start(start)!;
        _running.Add(process.Id, process);
    }

    /// <summary>Runs a command of the console: <c>start orders</c>, <c>stop 4711</c> or <c>kill 4711</c>.</summary>
    public async Task<bool> RunAsync(string line)
    {
        switch (line.Split(' '))
        {
            case ["start", var service] when Gateway.Services.Contains(service):
                Start(service);
                return true;
            case ["stop", var id] when Find(id) is { } process:
                process.StandardInput.Close();
                await process.WaitForExitAsync();
                return true;
            case ["kill", var id] when Find(id) is { } process:
                process.Kill();
                await process.WaitForExitAsync();
                return true;
            default:
                return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running.Values.Where(process => !process.HasExited))
        {
            process.StandardInput.Close();
        }

        await Task.WhenAll(_running.Values.Select(process => process.WaitForExitAsync()));
    }

    private Process? Find(string id) => int.TryParse(id, CultureInfo.InvariantCulture, out var number) && _running.TryGetValue(number, out var process) && !process.HasExited ? process : null;
}
