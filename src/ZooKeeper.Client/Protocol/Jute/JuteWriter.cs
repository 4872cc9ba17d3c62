using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ZooKeeper.Client.Protocol;

/// <summary>Writes jute's binary encoding into a growing, pooled buffer (docs/protocol.md, "Encoding").</summary>
internal sealed class JuteWriter : IDisposable
{
    private const int InitialCapacity = 256;

    private byte[] _buffer;

    public JuteWriter(int capacity = InitialCapacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public int Capacity => _buffer.Length;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    public void WriteBool(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);

    public void WriteLong(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);

    public void WriteBuffer(byte[]? value)
    {
        WriteInt(value?.Length ?? -1);
        WriteRaw(value);
    }

    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt(-1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteInt(length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    /// <summary>Writes one string that consists of two, with an ASCII character between them.</summary>
    public void WriteString(string first, char separator, string second)
    {
        var (firstLength, secondLength) = (Encoding.UTF8.GetByteCount(first), Encoding.UTF8.GetByteCount(second));
        WriteInt(firstLength + 1 + secondLength);
        Encoding.UTF8.GetBytes(first, Reserve(firstLength));
        Reserve(1)[0] = (byte)separator;
        Encoding.UTF8.GetBytes(second, Reserve(secondLength));
    }

    public void WriteStrings(IReadOnlyList<string> values)
    {
        WriteInt(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            WriteString(values[i]);
        }
    }

    public void WriteVector<T>(IReadOnlyList<T> records)
        where T : IRecord
    {
        WriteInt(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            records[i].Write(this);
        }
    }

    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Overwrites four earlier bytes, for example with a length that was not known before.</summary>
    public void PatchInt(int offset, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(offset, sizeof(int)), value);

    /// <summary>Discards everything after the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + count, 2 * _buffer.Length));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var reserved = _buffer.AsSpan(Length, count);
        Length += count;
        return reserved;
    }
}
