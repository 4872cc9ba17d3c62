using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>Writes data as text if it is UTF-8, so that people can read it, and otherwise as <c>{ "base64": … }</c>. Null stays null.</summary>
internal sealed class ZnodeDataConverter : JsonConverter<byte[]?>
{
    private const string Base64 = "base64";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override bool HandleNull => true;

    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return Strict.GetBytes(reader.GetString()!);
            case JsonTokenType.StartObject when reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Base64):
                reader.Read();
                var data = reader.GetBytesFromBase64();
                return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? data : throw new JsonException();
            default:
                throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, byte[]? value, JsonSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNullValue();
        }
        else if (TextOf(value) is { } text)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteBase64String(Base64, value);
            writer.WriteEndObject();
        }
    }

    private static string? TextOf(byte[] data)
    {
        try
        {
            return Strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
