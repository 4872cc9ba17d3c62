using System.IO.Pipes;
using System.Text;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>The reader of the output ends, as <c>head -1</c> does.</summary>
[TestClass]
public sealed class OutputPipeTests
{
    [TestMethod]
    public void Write_ReaderHasEnded_SaysSoOnce()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The console is used on Windows.");
        }

        var closed = 0;
        using var reader = new AnonymousPipeServerStream(PipeDirection.In);
        using var writer = new AnonymousPipeClientStream(PipeDirection.Out, reader.ClientSafePipeHandle);
        using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(writer.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        using var pipe = new OutputPipe(file, Stream.Null, () => closed++);
        pipe.Write("1"u8);
        Assert.AreEqual((0, '1'), (closed, (char)reader.ReadByte()));
        reader.Dispose();

        pipe.Write("2"u8);
        pipe.Write("3"u8);

        Assert.AreEqual(1, closed);
    }

    [TestMethod]
    public void Write_PipeThatDoesNotBlockIsFull_WritesEverythingOnce()
    {
        var text = string.Concat(Enumerable.Range(0, 1_000).Select(number => $"{number}\n"));
        using var written = new MemoryStream();
        using var full = new FullPipe(written);
        using var pipe = new OutputPipe(full, written, () => Assert.Fail("The reader has not ended."));

        pipe.Write(Encoding.UTF8.GetBytes(text));

        Assert.AreEqual(text, Encoding.UTF8.GetString(written.ToArray()));
    }

    [TestMethod]
    public async Task Watch_ReaderHasEnded_Ends()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.CreateWithParentsAsync(path);
        using var closed = new CancellationTokenSource();
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var console = new ToolConsole(TextReader.Null, new ClosedWriter(closed), new FirstLine(watching)) { OutputClosed = closed.Token };
        var shell = new ToolShell(console, variable => variable == "CONFIGZK_CONNECT" ? SharedServer.Dev : null);

        var run = ToolRoot.RunAsync(["watch", path], shell, CancellationToken.None);
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await client.SetDataAsync(path, "1"u8.ToArray());

        Assert.AreEqual(ExitCode.Done, (ExitCode)await run.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    /// <summary>A pipe without room for every other write. Of a write that is longer than POSIX allows, it takes a part.</summary>
    private sealed class FullPipe(Stream written) : MemoryStream
    {
        private const int Atomic = 512;

        private bool _isFull;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _isFull = !_isFull;
            if (!_isFull)
            {
                written.Write(buffer);
                return;
            }

            written.Write(buffer.Length > Atomic ? buffer[..Atomic] : []);
            throw new IOException("Resource temporarily unavailable", OperatingSystem.IsMacOS() ? 35 : 11);
        }
    }

    private sealed class ClosedWriter(CancellationTokenSource closed) : StringWriter
    {
        public override void WriteLine(string? value) => closed.Cancel();
    }

    private sealed class FirstLine(TaskCompletionSource written) : StringWriter
    {
        public override void WriteLine(string? value) => written.TrySetResult();
    }
}
