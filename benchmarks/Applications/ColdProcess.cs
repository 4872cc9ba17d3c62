using System.Diagnostics;
using System.Globalization;
using Benchmarks.Reporting;

namespace Benchmarks.Applications;

/// <summary>One start of the application, in a fresh process.</summary>
/// <param name="Wall">The milliseconds from before the process was started until its host had started.</param>
/// <param name="Started">The milliseconds from the first line of its program until its host had started.</param>
/// <param name="Processor">The processor time until then, in milliseconds.</param>
/// <param name="Methods">The number of methods that the JIT compiler has compiled until then.</param>
internal sealed record ColdProcess(double Wall, double Started, double Processor, double Methods)
{
    public static async Task<ColdProcess> RunAsync(string program, string[] arguments, Fingerprint expected)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetDirectoryName(program),
        })!;
        ColdProcess? start = null;
        Fingerprint? keys = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["started", var started, var processor, var methods])
            {
                start = new ColdProcess(watch.Elapsed.TotalMilliseconds, Number(started), Number(processor), Number(methods));
            }
            else if (line.Split(' ') is ["keys", var count, var sum])
            {
                keys = new Fingerprint(int.Parse(count, CultureInfo.InvariantCulture), ulong.Parse(sum, CultureInfo.InvariantCulture));
            }
        }

        await process.WaitForExitAsync();
        if (start is null || keys is not { } found)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' ended before its host had started.");
        }

        found.EnsureIs(expected, program);
        return start;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
