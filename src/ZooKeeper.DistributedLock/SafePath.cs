using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.DistributedLock;

/// <summary>Maps any name to a valid path, and different names to different paths.</summary>
internal static class SafePath
{
    private const int Longest = 200;
    private const int Kept = 120;

    public static string Of(string folder, string name) => $"{folder}/{Encode(name)}";

    // A percent sign in a name is encoded, so no other encoded name is "%" alone, or contains "%-".
    private static string Encode(string name)
    {
        var encoded = name switch { "" => "%", "." => "%2E", ".." => "%2E%2E", "zookeeper" => "%7Aookeeper", _ => Uri.EscapeDataString(name) };
        return encoded.Length <= Longest ? encoded : $"{encoded[..Kept]}%-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(encoded)))}";
    }
}
