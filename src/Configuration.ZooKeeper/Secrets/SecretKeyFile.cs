namespace Configuration.ZooKeeper.Secrets;

/// <summary>Reads keys: lines of the form <c>id=base64</c> in a file, or environment variables.</summary>
internal static class SecretKeyFile
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyLength = 32;

    /// <exception cref="FormatException">A line is not a key. The message quotes no key.</exception>
    public static Dictionary<string, byte[]> Read(string file)
    {
        var keys = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (index, line) in File.ReadLines(file).Index())
        {
            if (line.Trim() is not { Length: > 0 } text || text.StartsWith('#'))
            {
                continue;
            }

            var separator = text.IndexOf('=', StringComparison.Ordinal);
            keys[separator > 0 ? text[..separator].Trim() : throw NotAKey($"Line {index + 1} of '{file}'")] =
                Decode(text[(separator + 1)..].Trim()) ?? throw NotAKey($"Line {index + 1} of '{file}'");
        }

        return keys;
    }

    /// <exception cref="FormatException">The variable is not a key. The message does not quote it.</exception>
    public static byte[]? ReadVariable(string prefix, string id) => Environment.GetEnvironmentVariable(prefix + id) is { } text
        ? Decode(text.Trim()) ?? throw NotAKey($"The environment variable '{prefix + id}'")
        : null;

    private static byte[]? Decode(string text)
    {
        var key = new byte[KeyLength];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyLength ? key : null;
    }

    private static FormatException NotAKey(string what) => new($"{what} is not a key. Use id=base64 with {KeyLength} random bytes.");
}
