using System.Text.Json.Nodes;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ConfigZk.Tool.Output;

/// <summary>Writes a JSON document as YAML.</summary>
internal static class YamlText
{
    public static string Of(JsonNode document)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(Convert(document))).Save(writer, assignAnchors: false);
        return writer.ToString().TrimEnd().TrimEnd('.').TrimEnd();
    }

    private static YamlNode Convert(JsonNode? node) => node switch
    {
        null => new YamlScalarNode("null") { Style = ScalarStyle.Plain },
        JsonObject map => new YamlMappingNode(map.Select(pair => KeyValuePair.Create((YamlNode)new YamlScalarNode(pair.Key), Convert(pair.Value)))),
        JsonArray list => new YamlSequenceNode(list.Select(Convert)),
        _ when node.GetValueKind() == JsonValueKind.String => new YamlScalarNode(node.GetValue<string>()) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(node.ToJsonString()) { Style = ScalarStyle.Plain },
    };
}
