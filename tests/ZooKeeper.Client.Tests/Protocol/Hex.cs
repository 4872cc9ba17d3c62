namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Bytes as one writes them down: hexadecimal, with spaces and bars between fields.</summary>
internal static class Hex
{
    public static byte[] Parse(string text) =>
        Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit)));

    public static string Format(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
