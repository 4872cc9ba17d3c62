using System.Diagnostics;
using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>Ctrl+C ends a command at once, also one that waits for the user.</summary>
[TestClass]
public sealed class InterruptTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [TestMethod]
    [DataRow("acl", "digest", "ops")]
    [DataRow("set", "PATH/A", "-", "-y")]
    [DataRow("set", "PATH/A", "1")]
    public async Task Run_InterruptedWhileItReads_Ends(params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var silent = new SilentReader();
        using var interrupted = new CancellationTokenSource();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("init", path);
        tool.Input = silent;

        var run = Task.Run(() => tool.RunAsync(TextWriter.Null, interrupted.Token, [.. args.Select(argument => argument.Replace("PATH", path, StringComparison.Ordinal))]));
        await Task.WhenAny(silent.Asked, run).WaitAsync(Deadline);
        await interrupted.CancelAsync();

        Assert.AreEqual((int)ExitCode.Interrupted, await run.WaitAsync(Deadline));
    }

    [TestMethod]
    public async Task Edit_CtrlCInTheEditor_IsTheEditors()
    {
        SkipOnWindows();
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");
        using var process = Start(("EDITOR", $"sh {tool.WriteFile("ed.sh", "kill -INT $PPID; sed -i.old 's/^A:.*/A: edited/' $1")}"), "edit", path, "-y");

        await process.WaitForExitAsync().WaitAsync(Deadline);

        Assert.AreEqual((int)ExitCode.Done, process.ExitCode, await process.StandardError.ReadToEndAsync());
        Assert.AreEqual("edited\n", await tool.MustAsync("get", $"{path}/A"));
    }

    [TestMethod]
    [DataRow("-INT")]
    [DataRow("-TERM")]
    public async Task Process_Signal_EndsTheCommandInOrder(string signal)
    {
        SkipOnWindows();
        using var process = Start(("EDITOR", ""), "watch", SharedServer.UniquePath());
        Assert.Contains("Watching", (await process.StandardError.ReadLineAsync().WaitAsync(Deadline))!);

        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);

        await process.WaitForExitAsync().WaitAsync(Deadline);
        Assert.AreEqual((int)ExitCode.Interrupted, process.ExitCode);
    }

    private static void SkipOnWindows()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no such signals.");
        }
    }

    private static Process Start((string Name, string Value) variable, params string[] args) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "configzk.dll"), .. args])
        {
            Environment = { ["CONFIGZK_CONNECT"] = SharedServer.Dev, [variable.Name] = variable.Value },
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>A user who writes nothing. Like the console, it blocks the thread and ignores the token.</summary>
    private sealed class SilentReader : TextReader
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _ended = new();

        public Task Asked => _asked.Task;

        public override ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(Wait());

        public override Task<string> ReadToEndAsync(CancellationToken cancellationToken) => Task.FromResult(Wait());

        protected override void Dispose(bool disposing)
        {
            _ended.Set();
            base.Dispose(disposing);
        }

        private string Wait()
        {
            _asked.TrySetResult();
            _ended.Wait();
            return "";
        }
    }
}
