using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Floor;

/// <summary>The bytes of one request. The same buffer can be used for the next one.</summary>
internal sealed class RequestFrame
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public RequestFrame()
    {
    }

    public RequestFrame(int xid, int opCode) => Begin(xid, opCode);

    public RequestFrame Begin(int xid, int opCode)
    {
        _length = 0;
        return Int(0) // the length, known at the end
            .Int(xid)
            .Int(opCode);
    }

    public RequestFrame Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);
        return this;
    }

    public RequestFrame Flag(bool value)
    {
        Reserve(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public RequestFrame Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
        return this;
    }

    public RequestFrame Long(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);
        return this;
    }

    public RequestFrame Data(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(Reserve(value.Length));
        return this;
    }

    /// <summary>Returns the whole frame; valid until the next request is begun.</summary>
    public ReadOnlySpan<byte> Seal()
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes, _length - sizeof(int));
        return _bytes.AsSpan(0, _length);
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * (_length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}
