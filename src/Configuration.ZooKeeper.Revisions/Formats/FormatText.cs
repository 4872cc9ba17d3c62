using System.Text;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Code that the text formats share: strict UTF-8, and the errors of formats that cannot contain a znode.</summary>
internal static class FormatText
{
    /// <summary>The most levels of a file that nests. Deeper ones could exceed the stack, which ends the process.</summary>
    public const int MostLevels = 1000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns data as text, or null if it is not UTF-8.</summary>
    public static string? TextOf(ReadOnlyMemory<byte> data)
    {
        try
        {
            return Strict.GetString(data.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Returns the content of a file as text, without a byte order mark.</summary>
    public static string ContentOf(ReadOnlyMemory<byte> content) =>
        (TextOf(content) ?? throw new InvalidInputException("it is not UTF-8 text.")).TrimStart('\uFEFF');

    public static byte[] BytesOf(string text)
    {
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw new InvalidInputException("a text has an incomplete surrogate pair.");
        }
    }

    /// <summary>Adds a znode. Its errors are about the file, not about an argument of the caller.</summary>
    public static void Add(DesiredState state, string path, DesiredZnode znode)
    {
        if (znode.IsDataSpecified && state.Znodes.TryGetValue(path, out var before) && before.IsDataSpecified)
        {
            throw new InvalidInputException($"it has the znode '{path}' twice.");
        }

        try
        {
            state.Add(path, znode);
        }
        catch (ArgumentException e)
        {
            throw new InvalidInputException($"it has a name that ZooKeeper does not allow. {e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal)}", e);
        }
    }

    public static InvalidInputException TooDeep(TreeState state, string path, StateFormat format) => CannotContain(state, path, format, $"it has more than {MostLevels} levels");

    public static InvalidInputException CannotContain(TreeState state, string path, StateFormat format, string what) => new(
        $"Cannot write '{States.RelativePath.Full(state.Root, path)}' as {format}: {what}. Use the format {StateFormat.Znodes}, which contains everything.");
}
