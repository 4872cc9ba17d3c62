using System.Buffers;

namespace Benchmarks.Floor;

/// <summary>Requests that are sent with one write. One buffer serves all batches.</summary>
internal sealed class RequestBatch
{
    private readonly ArrayBufferWriter<byte> _frames = new();
    private readonly RequestFrame _frame = new();

    /// <summary>Returns an empty request to fill and add.</summary>
    public RequestFrame Begin(int opCode) => _frame.Begin(1, opCode);

    public void Add(RequestFrame frame) => _frames.Write(frame.Seal());

    public void SendOn(RawConnection connection)
    {
        connection.Send(_frames.WrittenSpan);
        _frames.ResetWrittenCount();
    }
}
