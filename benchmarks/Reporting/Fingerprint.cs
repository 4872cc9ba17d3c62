using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Benchmarks.Reporting;

/// <summary>
/// How many keys there are, and a sum over them and their values in which their order has no part: for each key the first eight bytes of the SHA-256 of
/// <c>path=value</c>, the path below the root. Peers compute the same in their own languages.
/// </summary>
internal readonly record struct Fingerprint(int Keys, ulong Sum)
{
    public Fingerprint With(string path, ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(path), (byte)'=', .. value], hash);
        return new Fingerprint(Keys + 1, unchecked(Sum + BinaryPrimitives.ReadUInt64BigEndian(hash)));
    }

    /// <summary>Throws if what a side has read is not what is in the tree.</summary>
    public void EnsureIs(Fingerprint expected, string side)
    {
        if (this != expected)
        {
            throw new InvalidOperationException($"{side} has {this}; the tree has {expected}.");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Keys} keys with checksum {Sum}");
}
