using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>Writes the JSON of Apache Curator's x-discovery, with its order and its escapes.</summary>
internal static class InstanceWriter
{
    private const string SpringClass = "org.springframework.cloud.zookeeper.discovery.ZookeeperInstance";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The template from which Curator makes an address: <c>{scheme}://{address}:{port}</c>.</summary>
    public const string UriSpec =
        """{"parts":[{"value":"scheme","variable":true},{"value":"://","variable":false},{"value":"address","variable":true},{"value":":","variable":false},{"value":"port","variable":true}]}""";

    public static byte[] Write(InstanceDocument instance) => Write(json =>
    {
        json.WriteString("name", instance.Name);
        json.WriteString("id", instance.Id);
        json.WriteString("address", instance.Address);
        WritePort(json, "port", instance.Port);
        WritePort(json, "sslPort", instance.SslPort);
        WriteRaw(json, "payload", instance.Payload);
        json.WriteNumber("registrationTimeUTC", instance.RegistrationTime);
        json.WriteString("serviceType", instance.Type);
        WriteRaw(json, "uriSpec", instance.UriSpec);
        if (instance.Enabled is { } enabled)
        {
            json.WriteBoolean("enabled", enabled);
        }
    });

    /// <summary>Returns the payload of Spring Cloud Zookeeper, whose clients look for its class.</summary>
    public static string SpringPayload(string id, string name, IEnumerable<KeyValuePair<string, string>> metadata) => System.Text.Encoding.UTF8.GetString(Write(json =>
    {
        json.WriteString("@class", SpringClass);
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }));

    private static byte[] Write(Action<Utf8JsonWriter> writeProperties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            writeProperties(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePort(Utf8JsonWriter json, string name, int? port)
    {
        if (port is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string? raw)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(raw ?? "null", skipInputValidation: true);
    }
}
