using System.IO.Enumeration;
using System.Text;
using System.Text.Json;

namespace WebApp.Live;

/// <summary>Masks the values of keys that match a pattern. The page never gets them, and the mask cannot be written back.</summary>
internal sealed class SecretKeys(IReadOnlyList<string> patterns)
{
    public const string Mask = "••••••••";

    public const string MaskRefusal = "This is the mask of a secret, not a value. Write the value itself, or leave the znode as it is.";

    private const string Document = ".json";

    // The default patterns.
    private static readonly string[] Default = ["*password*", "*secret*", "*token*", "*apikey*", "ConnectionStrings:*"];

    /// <summary>
    /// Reads the patterns in <c>Page:SecretKeys</c>, with <c>*</c> and <c>?</c>, for keys such as <c>Payment:ApiToken</c>. They are not case-sensitive.
    /// </summary>
    public static SecretKeys Read(IConfiguration configuration) => new(configuration.GetSection("Page:SecretKeys").Get<string[]>() ?? Default);

    public static bool IsMask(byte[]? value) => value is not null && Encoding.UTF8.GetString(value).Trim() == Mask;

    /// <summary>Returns whether the value of a znode is secret. A document is secret if one of its keys is, or if it cannot be parsed.</summary>
    /// <param name="path">The path below the path of the shop.</param>
    /// <param name="value">The value.</param>
    public bool Cover(string path, ReadOnlyMemory<byte> value)
    {
        var key = path.Replace('/', ':');
        if (Matches(key) || !key.EndsWith(Document, StringComparison.OrdinalIgnoreCase) || value.IsEmpty)
        {
            return Matches(key);
        }

        try
        {
            using var document = JsonDocument.Parse(value, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Keys(key[..^Document.Length], document.RootElement).Any(Matches);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a name with half of a surrogate pair.
            return true;
        }
    }

    private static IEnumerable<string> Keys(string key, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Keys($"{key}:{property.Name}", property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Keys($"{key}:{index}", item)),
        _ => [key],
    };

    private bool Matches(string key) => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, key, ignoreCase: true));
}
