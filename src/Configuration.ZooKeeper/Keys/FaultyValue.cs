using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Finds the key whose value an exception is about. Exceptions of binders, loggers and parsers often quote the value, which must not be shown, and do not
/// always name the key. A key is shown only if the message quotes exactly its value.
/// </summary>
internal static class FaultyValue
{
    private const int MostKeys = 3;

    // Reloads wait for the search. It reads the message once for each key, and takes about a second for this many characters.
    private const long MostSearched = 1_000_000_000;

    private const string Converting = "Failed to convert configuration value ";
    private const string At = "at '";
    private const string ToType = "' to type '";
    private const string End = "'.";

    /// <summary>Returns the end of a sentence such as "the value of 'Shop:Limit' cannot be converted to System.Int32", or null if no key is found.</summary>
    public static string? Describe(Exception exception, KeyIndex keys)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (MessageOf(cause) is { Length: > 0 } message && (Conversion(message, keys) ?? Quotation(message, keys)) is { } found)
            {
                return PrintableText.Of(found);
            }
        }

        return null;
    }

    // The message of the framework's binder and of its source generator. The type is reported only if the rest of the message is exactly a key and its value.
    private static string? Conversion(string message, KeyIndex keys)
    {
        if (!message.StartsWith(Converting, StringComparison.Ordinal) || !message.EndsWith(End, StringComparison.Ordinal)
            || message.LastIndexOf(ToType, StringComparison.Ordinal) is not (> 0 and var end))
        {
            return null;
        }

        var subject = message[Converting.Length..end];
        var type = message[(end + ToType.Length)..^End.Length];
        return keys.Definitions.FirstOrDefault(key => IsAbout(subject, key)) is { } faulty ? $"the value of '{faulty.Key}' cannot be converted to {type}" : null;
    }

    private static bool IsAbout(string subject, KeyDefinition key) =>
        subject.EndsWith(At + key.Key, StringComparison.OrdinalIgnoreCase)
        && subject.AsSpan(0, subject.Length - At.Length - key.Key.Length) is var value
        && (value.IsEmpty || value.SequenceEqual($"'{key.Value}' "));

    private static string? Quotation(string message, KeyIndex keys)
    {
        if (message.Length * (long)keys.Count > MostSearched)
        {
            return null;
        }

        var quoted = keys.Definitions.Where(key => IsQuoted(message, key.Value)).Select(key => key.Key).Take(MostKeys + 1).Order(StringComparer.Ordinal).ToArray();
        return quoted switch
        {
            [] => null,
            [var key] => $"it is about the value of '{key}'",
            { Length: <= MostKeys } => $"it is about the value of one of '{string.Join("', '", quoted)}'",
            _ => null, // a value that many keys have
        };
    }

    // The quotation as a whole: the value alone can occur a million times in a long message.
    private static bool IsQuoted(string message, string? value) => !string.IsNullOrEmpty(value) && value.Length < message.Length
        && (message.Contains($"'{value}'", StringComparison.Ordinal) || message.Contains($"\"{value}\"", StringComparison.Ordinal));

    private static string? MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception)
        {
            return null; // the application's own exception, whose Message can throw
        }
    }
}
