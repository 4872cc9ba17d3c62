using System.Text.Json;
using Configuration.ZooKeeper.Documents;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// A znode below a source's path. It marks a change in several transactions that is under way. It is persistent, so it outlives the tool that created it.
/// </summary>
internal static class ImportMarker
{
    public const string Name = ".configzk-import";

    private const int LongestAuthor = 100;

    public static string PathIn(string root) => ZnodePath.Combine(root, Name);

    /// <summary>Returns a sentence about the import that is under way, or null if none of the markers exists.</summary>
    public static string? Describe(TreeSnapshot tree, string[] markers)
    {
        foreach (var path in markers)
        {
            if (tree.Find(path) is { } marker)
            {
                return $"An import{(marker.Data is { } data ? Progress(data) : "")} is under way.";
            }
        }

        return null;
    }

    private static string Progress(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var document = JsonDocument.Parse(data);
            var root = document.RootElement;
            var by = root.GetProperty("by").GetString() ?? "";
            return $" by {PrintableText.Of(by.Length <= LongestAuthor ? by : by[..LongestAuthor])}, {root.GetProperty("done").GetInt32()} of {root.GetProperty("batches").GetInt32()},";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return ""; // written by a newer tool
        }
    }
}
