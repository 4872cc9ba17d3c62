using System.Numerics;
using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Computes a case-insensitive hash, four characters at a time. The framework's hash costs more than the rest of a lookup, because it resists keys that are
/// chosen to collide. That protection is not needed here: anyone who can write keys to ZooKeeper controls the application anyway.
/// </summary>
internal static class KeyHash
{
    private const int AtOnce = sizeof(ulong) / sizeof(char);
    private const int BitsPerCharacter = 16;
    private const ulong NonAsciiBits = 0xFF80_FF80_FF80_FF80;
    private const ulong CaseBits = 0x0020_0020_0020_0020;

    // The golden ratio, as in Fibonacci hashing: each bit of the product depends on all lower bits.
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

    // The upper bits of a product are the best mixed ones. The rotation moves them down for the next multiplication.
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

    // One half of a surrogate pair does not determine the case.
    private static char Fold(char character) =>
        char.IsAscii(character) ? character : char.IsSurrogate(character) ? '\0' : char.ToUpperInvariant(character);
}
