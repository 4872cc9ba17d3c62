using Microsoft.Win32.SafeHandles;

namespace ConfigZk.Tool.Output;

/// <summary>
/// The standard output as a pipe. The console of .NET ignores that the reader of a pipe has ended, so that an endless command would go on.
/// </summary>
/// <param name="pipe">The pipe.</param>
/// <param name="console">The same pipe as the console of .NET writes it: it waits until a full pipe has room.</param>
/// <param name="onClosed">Is called once, if the reader has ended.</param>
internal sealed class OutputPipe(Stream pipe, Stream console, Action onClosed) : Stream
{
    private const int BrokenPipe = 32; // EPIPE of Linux and macOS
    private const int StandardOutput = 1;

    // Another program can have made the pipe non-blocking. POSIX: it takes a write of this size completely, or not at all.
    private const int AtomicWrite = 512;

    private static readonly int PipeIsFull = OperatingSystem.IsMacOS() ? 35 : 11; // EAGAIN

    private bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the standard output of the process, or returns null if it is not a pipe.</summary>
    public static TextWriter? OfProcess(Action onClosed)
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return null;
        }

        try
        {
            var output = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return output.CanSeek ? null : new StreamWriter(new OutputPipe(output, Console.OpenStandardOutput(), onClosed), Console.OutputEncoding) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // it is closed
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty && !_isClosed)
        {
            var next = buffer[..Math.Min(AtomicWrite, buffer.Length)];
            buffer = buffer[next.Length..];
            try
            {
                pipe.Write(next);
            }
            catch (IOException e) when (e.HResult == PipeIsFull)
            {
                console.Write(next);
            }
            catch (IOException e) when (e.HResult == BrokenPipe)
            {
                _isClosed = true;
                onClosed();
            }
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
