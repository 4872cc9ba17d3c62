using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Benchmarks.Reporting;

/// <summary>
/// The number of keys, and an order-independent sum over keys and values: for each key the first eight bytes of the SHA-256 of
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

    /// <summary>Throws if a side has not read exactly the tree.</summary>
    public void EnsureIs(Fingerprint expected, string side)
    {
        if (this != expected)
        {
            throw new InvalidOperationException($"{side} has {this}; the tree has {expected}.");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Keys} keys with checksum {Sum}");
}
