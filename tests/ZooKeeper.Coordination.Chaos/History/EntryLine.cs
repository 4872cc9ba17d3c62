using System.Text.Json;
using System.Text.Json.Serialization;

namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>An entry as one line of JSON.</summary>
internal static class EntryLine
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static string Of(Entry entry) => JsonSerializer.Serialize(entry, Json);

    public static Entry Parse(string line) => JsonSerializer.Deserialize<Entry>(line, Json)!;
}
