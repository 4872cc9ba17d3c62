using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>
/// Two hashes of a tree, of its names and of its data. Each is the sum of the hashes of the znodes, so that the cost of an update depends only on the change.
/// Zxids are not part of them: in a restored ensemble, they start again.
/// </summary>
internal readonly record struct TreeHash(UInt128 Names, UInt128 Data)
{
    private const byte NullData = 0;
    private const byte SomeData = 1;

    public TreeHash With(string path, ReadOnlyMemory<byte>? data) => new(unchecked(Names + OfName(path)), unchecked(Data + OfData(path, data)));

    public TreeHash Without(string path, ReadOnlyMemory<byte>? data) => new(unchecked(Names - OfName(path)), unchecked(Data - OfData(path, data)));

    public TreeHash Plus(TreeHash other) => new(unchecked(Names + other.Names), unchecked(Data + other.Data));

    /// <summary>Returns the hash after a change of data. The name is the same.</summary>
    public TreeHash Replaced(string path, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after) =>
        this with { Data = unchecked(Data - OfData(path, before) + OfData(path, after)) };

    public static TreeHash Parse(string names, string data) => new(ParseOne(names), ParseOne(data));

    public string NamesText() => Names.ToString("x32", CultureInfo.InvariantCulture);

    public string DataText() => Data.ToString("x32", CultureInfo.InvariantCulture);

    private static UInt128 ParseOne(string text) => UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static UInt128 OfName(string path)
    {
        var name = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(path.Length));
        var hash = HashOf(name.AsSpan(0, Encoding.UTF8.GetBytes(path, name)));
        ArrayPool<byte>.Shared.Return(name);
        return hash;
    }

    // The length of the path separates it from the data.
    private static UInt128 OfData(string path, ReadOnlyMemory<byte>? data)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(sizeof(int) + Encoding.UTF8.GetMaxByteCount(path.Length) + 1 + (data?.Length ?? 0));
        var length = Encoding.UTF8.GetBytes(path, bytes.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        length += sizeof(int);
        bytes[length++] = data is null ? NullData : SomeData;
        data?.Span.CopyTo(bytes.AsSpan(length));
        var hash = HashOf(bytes.AsSpan(0, length + (data?.Length ?? 0)));
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true); // values can be secrets
        return hash;
    }

    private static UInt128 HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
