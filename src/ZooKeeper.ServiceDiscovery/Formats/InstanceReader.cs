using System.Globalization;
using System.Text.Json;

namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>Reads the JSON of Apache Curator's x-discovery. Like Curator, ignores unknown properties, and accepts text in place of numbers and the reverse.</summary>
internal static class InstanceReader
{
    public static InstanceDocument Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The data is not a service instance in JSON ({e.GetType().Name}).");
        }
    }

    private static InstanceDocument Read(JsonElement root) => new(Demand(root, "name"), Demand(root, "id"))
    {
        Address = Text(root, "address"),
        Port = Port(root, "port"),
        SslPort = Port(root, "sslPort"),
        Payload = Raw(root, "payload"),
        Metadata = MetadataOf(root),
        RegistrationTime = long.TryParse(Scalar(root, "registrationTimeUTC"), CultureInfo.InvariantCulture, out var milliseconds) ? Math.Clamp(milliseconds, 0, MaxTime) : 0,
        Type = Text(root, "serviceType") ?? "DYNAMIC",
        UriSpec = Raw(root, "uriSpec"),
        Enabled = Scalar(root, "enabled") is { } enabled ? Boolean(enabled) : null,
    };

    private static long MaxTime => DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static string Demand(JsonElement root, string name) => Text(root, name) ?? throw new FormatException($"The data is not a service instance: it has no {name}.");

    private static string? Text(JsonElement root, string name) => Find(root, name)?.GetString();

    private static string? Raw(JsonElement root, string name) => Find(root, name)?.GetRawText();

    private static int? Port(JsonElement root, string name) =>
        int.TryParse(Scalar(root, name), CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port : null;

    private static bool Boolean(string text) => bool.TryParse(text, out var value) ? value : throw new FormatException("The data is not a service instance: enabled is neither true nor false.");

    private static string? Scalar(JsonElement element, string name) => Find(element, name) is { } value ? Scalar(value) : null;

    private static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static Dictionary<string, string> MetadataOf(JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(root, "payload") is { } payload && Find(payload, "metadata") is { ValueKind: JsonValueKind.Object } properties)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (Scalar(property.Value) is { } value)
                {
                    metadata[property.Name] = value;
                }
            }
        }

        return metadata;
    }
}
