using System.Diagnostics;
using System.Globalization;
using Benchmarks.Reporting;

namespace Benchmarks.Peers;

/// <summary>
/// Another library's tree cache in a long-lived process. It loads once for each line that it is sent, so that warm loads are measured,
/// and reports the time and the fingerprint.
/// </summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public static Peer Start(IEnumerable<string> command) => new(Process.Start(new ProcessStartInfo(command.First(), command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    public async Task<(double Milliseconds, Fingerprint Fingerprint)> LoadAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync() ?? throw new IOException("Its process has ended.");
        var parts = line.Split(' ');
        return (
            double.Parse(parts[0], CultureInfo.InvariantCulture),
            new Fingerprint(int.Parse(parts[1], CultureInfo.InvariantCulture), ulong.Parse(parts[2], CultureInfo.InvariantCulture)));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
