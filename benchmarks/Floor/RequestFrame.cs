using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Floor;

/// <summary>The bytes of one request.</summary>
internal sealed class RequestFrame
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);

    public RequestFrame(int xid, int opCode)
    {
        Int(0); // the length, known at the end
        Int(xid);
        Int(opCode);
    }

    public RequestFrame Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
        return this;
    }

    public RequestFrame Flag(bool value)
    {
        _bytes.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _bytes.Advance(1);
        return this;
    }

    public RequestFrame Text(string value)
    {
        Int(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
        return this;
    }

    public RequestFrame Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public RequestFrame Data(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _bytes.Write(value);
        return this;
    }

    public ReadOnlySpan<byte> Seal()
    {
        var frame = _bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }
}
