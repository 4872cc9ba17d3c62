using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>
/// Two hashes of a tree, of its names and of its data. Each is the sum of the hashes of the znodes, so that a change costs its own size. Zxids are not part of
/// them: in a restored ensemble, they start again.
/// </summary>
internal readonly record struct TreeHash(UInt128 Names, UInt128 Data)
{
    private const byte NullData = 0;
    private const byte SomeData = 1;

    public TreeHash With(string path, ReadOnlyMemory<byte>? data) => new(unchecked(Names + OfName(path)), unchecked(Data + OfData(path, data)));

    public TreeHash Without(string path, ReadOnlyMemory<byte>? data) => new(unchecked(Names - OfName(path)), unchecked(Data - OfData(path, data)));

    public static TreeHash Parse(string names, string data) => new(ParseOne(names), ParseOne(data));

    public string NamesText() => Names.ToString("x32", CultureInfo.InvariantCulture);

    public string DataText() => Data.ToString("x32", CultureInfo.InvariantCulture);

    private static UInt128 ParseOne(string text) => UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static UInt128 OfName(string path) => First(SHA256.HashData(Encoding.UTF8.GetBytes(path)));

    // The length of the path separates it from the data.
    private static UInt128 OfData(string path, ReadOnlyMemory<byte>? data)
    {
        var name = Encoding.UTF8.GetBytes(path);
        var bytes = new byte[sizeof(int) + name.Length + 1 + (data?.Length ?? 0)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, name.Length);
        name.CopyTo(bytes, sizeof(int));
        bytes[sizeof(int) + name.Length] = data is null ? NullData : SomeData;
        data?.Span.CopyTo(bytes.AsSpan(sizeof(int) + name.Length + 1));
        return First(SHA256.HashData(bytes));
    }

    private static UInt128 First(byte[] hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);
}
