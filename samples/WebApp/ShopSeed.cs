using System.Globalization;
using System.Text.Json;

namespace WebApp;

/// <summary>
/// Creates znodes from <c>shop.json</c>. A property becomes a znode below the znode of its object. An element of an array is named by its index. The data of a
/// znode is the value as text.
/// </summary>
internal static class ShopSeed
{
    private const string FileName = "shop.json";

    private static readonly JsonDocumentOptions Json = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads the znodes in the file, below <paramref name="root"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> Read(string root)
    {
        try
        {
            return Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, FileName)), root);
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{FileName} is not valid JSON: {e.Message}", e);
        }
    }

    public static IReadOnlyList<KeyValuePair<string, string?>> Parse(string json, string root)
    {
        using var document = JsonDocument.Parse(json, Json);
        return [.. Znodes(root, document.RootElement)];
    }

    private static IEnumerable<KeyValuePair<string, string?>> Znodes(string path, JsonElement element)
    {
        IEnumerable<(string Name, JsonElement Value)> children = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(property => (property.Name, property.Value)),
            JsonValueKind.Array => element.EnumerateArray().Select((item, index) => (index.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        var parent = path == "/" ? "" : path;
        return children.SelectMany(child => Znodes($"{parent}/{child.Name}", child.Value)).Prepend(new(path, Text(element)));
    }

    private static string? Text(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };
}
