using System.Numerics;

namespace Configuration.ZooKeeper.Snapshots;

/// <summary>
/// The hash of a key without regard to case. The framework's costs more than all the rest of a lookup, because strangers cannot choose keys for it that
/// collide. Here they come from the ensemble, whose writers control the application anyway.
/// </summary>
internal static class KeyHash
{
    private const uint CaseBit = 0x20;

    public static int Of(ReadOnlySpan<char> key)
    {
        var hash = (uint)key.Length;
        foreach (var character in key)
        {
            hash = (BitOperations.RotateLeft(hash, 5) + hash) ^ (Fold(character) | CaseBit);
        }

        // The trie takes the lowest bits first, so every character has to reach them.
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }

    // Half of a character outside the basic plane says nothing about its case.
    private static uint Fold(char character) =>
        char.IsAscii(character) ? character : char.IsSurrogate(character) ? 0u : char.ToUpperInvariant(character);
}
