using System.Text.Json;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// The znode below a path of a source that says that a change in several transactions is under way. It is persistent, so it also outlives the tool that writes.
/// </summary>
internal static class ImportMarker
{
    public const string Name = ".configzk-import";

    private const int LongestAuthor = 100;

    public static string PathIn(string root) => ZnodePath.Combine(root, Name);

    /// <summary>Describes the import that one of the markers says is under way, as a sentence, or returns null.</summary>
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
            return $" by {(by.Length <= LongestAuthor ? by : by[..LongestAuthor])}, {root.GetProperty("done").GetInt32()} of {root.GetProperty("batches").GetInt32()},";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return ""; // of a newer tool
        }
    }
}
