using System.Buffers.Binary;
using System.Text;

namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Reads jute's binary encoding (docs/protocol.md, "Encoding"). It checks each length against the rest of the frame before it allocates memory, so a hostile
/// frame costs at most a small multiple of its own size.
/// </summary>
internal ref struct JuteReader(ReadOnlySpan<byte> bytes)
{
    private const int SmallestElement = sizeof(int);

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly int Remaining => _rest.Length;

    public bool ReadBool() => Take(1)[0] != 0;

    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long ReadLong() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public byte[]? ReadBuffer()
    {
        var bytes = ReadBufferSpan(out var isNull);
        return isNull ? null : bytes.ToArray();
    }

    /// <summary>Reads a buffer without copying it. Null and empty are different values.</summary>
    public ReadOnlySpan<byte> ReadBufferSpan(out bool isNull)
    {
        var length = ReadLength("buffer");
        isNull = length < 0;
        return isNull ? [] : Take(length);
    }

    // Lenient, because Java writes characters outside the BMP as two surrogates, which is invalid UTF-8.
    public string? ReadNullableString()
    {
        var length = ReadLength("string");
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public string ReadString() => ReadNullableString() ?? "";

    public string[] ReadStrings()
    {
        var strings = new string[ReadCount()];
        for (var i = 0; i < strings.Length; i++)
        {
            strings[i] = ReadString();
        }

        return strings;
    }

    /// <summary>Reads the names of children.</summary>
    public string[] ReadChildNames()
    {
        var names = new string[ReadCount()];
        for (var i = 0; i < names.Length; i++)
        {
            var name = Take(Math.Max(0, ReadLength("name")));
            if (!WirePath.IsName(name))
            {
                throw new JuteException("A list of children contains an invalid name.");
            }

            names[i] = Encoding.UTF8.GetString(name);
        }

        return names;
    }

    public T[] ReadVector<T>()
        where T : IRecord<T>
    {
        var records = new T[ReadCount()];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = T.Read(ref this);
        }

        return records;
    }

    /// <summary>Reads the number of elements of a vector. A null vector has none.</summary>
    public int ReadCount()
    {
        var count = ReadInt();
        if (count < -1 || count > Remaining / SmallestElement)
        {
            throw new JuteException($"A vector of {count} elements does not fit into the remaining {Remaining} bytes of its frame.");
        }

        return Math.Max(count, 0);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new JuteException($"The frame ends too early: {count} bytes expected, {_rest.Length} left.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private int ReadLength(string what)
    {
        var length = ReadInt();
        if (length < -1 || length > Remaining)
        {
            throw new JuteException($"A {what} of {length} bytes does not fit into the remaining {Remaining} bytes of its frame.");
        }

        return length;
    }
}
