using System.Numerics;
using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Computes a case-insensitive hash of a key, four characters at a time. The framework's hash resists chosen collisions and costs more than the rest of a
/// lookup. That resistance is not needed here: anyone who can write keys to the ensemble controls the application anyway.
/// </summary>
internal static class KeyHash
{
    private const int AtOnce = sizeof(ulong) / sizeof(char);
    private const int BitsPerCharacter = 16;
    private const ulong NonAsciiBits = 0xFF80_FF80_FF80_FF80;
    private const ulong CaseBits = 0x0020_0020_0020_0020;

    // The golden ratio, as in Fibonacci hashing: each bit of a product depends on all lower ones.
    private const ulong Multiplier = 0x9E37_79B9_7F4A_7C15;

    public static int Of(ReadOnlySpan<char> key)
    {
        var hash = (ulong)key.Length;
        for (; key.Length >= AtOnce; key = key[AtOnce..])
        {
            var four = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(key));
            hash = Mix(hash, (four & NonAsciiBits) == 0 ? four : Fold(key[..AtOnce]));
        }

        hash = Mix(hash, Fold(key));
        return (int)(hash ^ (hash >> 32));
    }

    // The upper bits of a product are well mixed; shift them down for the next round.
    private static ulong Mix(ulong hash, ulong folded) => BitOperations.RotateLeft((hash ^ (folded | CaseBits)) * Multiplier, 29);

    private static ulong Fold(ReadOnlySpan<char> characters)
    {
        var folded = 0UL;
        for (var i = 0; i < characters.Length; i++)
        {
            folded |= (ulong)Fold(characters[i]) << (i * BitsPerCharacter);
        }

        return folded;
    }

    // A lone surrogate has no case.
    private static char Fold(char character) =>
        char.IsAscii(character) ? character : char.IsSurrogate(character) ? '\0' : char.ToUpperInvariant(character);
}
