using System.Diagnostics;
using System.Globalization;

namespace Benchmarks.Recipes;

/// <summary>A process with the recipes of one library, which lives as long as the benchmark, so that it is warm.</summary>
internal sealed class RecipeProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private RecipeProcess(Process process) => _process = process;

    public static RecipeProcess Start(IEnumerable<string> command) => new(Process.Start(new ProcessStartInfo(command.First(), command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);

    public async Task<double[]> DoAsync(string command, params int[] numbers)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', [command, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]));
        await _process.StandardInput.FlushAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline) ?? throw new IOException("Its process has ended.");
        return [.. line.Split(' ').Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
    }

    /// <summary>Ends the process at once. Its session lives until the server expires it.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
