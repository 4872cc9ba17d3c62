using System.Diagnostics;
using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>Writes one znode again and again, from a process of its own, so that its cost is not counted.</summary>
internal sealed class Writer : IDisposable
{
    public const string Command = "write";
    public const string Last = "last";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly Process _process;

    private Writer(Process process) => _process = process;

    public static Writer Start(string connectionString, string path, int changes)
    {
        // The program beside this assembly: the process may be dotnet itself.
        var program = Path.Combine(AppContext.BaseDirectory, typeof(Writer).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = [Command, connectionString, path, changes.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new Writer(Process.Start(start)!);
    }

    /// <summary>Runs in the other process: reports that it is ready, waits for a line, writes.</summary>
    public static async Task RunAsync(string[] args)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(args[1]);
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadLineAsync();
        for (var number = int.Parse(args[3], CultureInfo.InvariantCulture); number > 0; number--)
        {
            await client.SetDataAsync(args[2], number == 1 ? Encoding.UTF8.GetBytes(Last) : ConfigurationTree.Value(number));
            await Task.Delay(Pause, TimeProvider.System); // so that each write is one reload
        }
    }

    public async Task ReadyAsync() => await _process.StandardOutput.ReadLineAsync();

    public void Go() => _process.StandardInput.WriteLine();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
