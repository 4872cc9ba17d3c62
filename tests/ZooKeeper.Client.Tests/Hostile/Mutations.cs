using System.Buffers.Binary;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>Bytes that were right and are damaged: every kind of damage that a decoder has to look out for.</summary>
internal sealed class Mutations(Random random)
{
    private static readonly int[] FalseNumbers = [int.MinValue, -2, -1, 0, 1, 2, 22, 255, 65_536, 0x00ffffff, 0x40000000, int.MaxValue];

    /// <summary>A damaged copy; <paramref name="other"/> is what it may be mixed with.</summary>
    public byte[] Damage(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> other) => random.Next(8) switch
    {
        0 => FlipBits(bytes),
        1 or 2 or 3 => PutFalseNumber(bytes),
        4 => bytes[..random.Next(bytes.Length + 1)].ToArray(),
        5 => [.. bytes[..random.Next(bytes.Length + 1)], .. other[random.Next(other.Length + 1)..]],
        6 => [.. bytes, .. other],
        _ => Noise(random.Next(64)),
    };

    public byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);

        // Numbers are small in what is right, so most bytes are 0.
        if (random.Next(2) == 0)
        {
            for (var i = 0; i < length; i++)
            {
                noise[i] = random.Next(3) == 0 ? (byte)random.Next(32) : (byte)0;
            }
        }

        return noise;
    }

    private byte[] FlipBits(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        for (var i = random.Next(1, 4); i > 0 && copy.Length > 0; i--)
        {
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        }

        return copy;
    }

    private byte[] PutFalseNumber(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        if (copy.Length >= sizeof(int))
        {
            BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(random.Next(copy.Length - 3)), FalseNumbers[random.Next(FalseNumbers.Length)]);
        }

        return copy;
    }
}
