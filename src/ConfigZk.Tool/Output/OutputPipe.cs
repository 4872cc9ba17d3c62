using Microsoft.Win32.SafeHandles;

namespace ConfigZk.Tool.Output;

/// <summary>
/// The standard output as a pipe. The console of .NET ignores that the reader of a pipe has ended, so that an endless command would go on.
/// </summary>
internal sealed class OutputPipe(Stream pipe, Action onClosed) : Stream
{
    private const int BrokenPipe = 32; // EPIPE of Linux and macOS
    private const int StandardOutput = 1;

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
            return output.CanSeek ? null : new StreamWriter(new OutputPipe(output, onClosed), Console.OutputEncoding) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // it is closed
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            if (!_isClosed)
            {
                pipe.Write(buffer);
            }
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            _isClosed = true;
            onClosed();
        }
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
