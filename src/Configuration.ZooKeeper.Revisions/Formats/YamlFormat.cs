using System.Globalization;
using Configuration.ZooKeeper.Revisions.States;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>YAML, like JSON. Values keep their text: <c>true</c> is <c>true</c>. Only a plain empty scalar, <c>~</c> or <c>null</c> is null.</summary>
internal static class YamlFormat
{
    private const string Binary = "tag:yaml.org,2002:binary";

    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        var yaml = new YamlStream();
        var scanner = new Scanner(new StringReader(FormatText.ContentOf(content)));
        try
        {
            yaml.Load(new Parser(scanner));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // Without its message, which can quote the data. The scanner also throws InvalidOperationException, for example if a flow sequence is not closed.
            var at = (e as YamlException)?.Start ?? scanner.CurrentPosition;
            throw new InvalidInputException($"it is not valid YAML (line {at.Line}, column {at.Column}).");
        }

        var state = new DesiredState();
        switch (yaml.Documents)
        {
            case [{ RootNode: YamlMappingNode or YamlSequenceNode } document]:
                Collect(document.RootNode, "", state, []);
                return state;
            case [_, _, ..]:
                throw new InvalidInputException("it has several YAML documents. Use one file for each.");
            default:
                throw new InvalidInputException("it is YAML, but neither a mapping nor a sequence.");
        }
    }

    public static byte[] Write(TreeState state)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        YamlWriting.Write(text, state);
        return FormatText.BytesOf(text.ToString());
    }

    // An alias can refer to a node that contains it.
    private static void Collect(YamlNode node, string path, DesiredState state, List<YamlNode> above)
    {
        if (above.Contains(node, ReferenceEqualityComparer.Instance))
        {
            throw new InvalidInputException($"an alias in '{path}' contains itself.");
        }

        above.Add(node);
        switch (node)
        {
            case YamlMappingNode mapping:
                state.AddFolder(path);
                foreach (var (name, value) in mapping.Children)
                {
                    CollectEntry(name, value, path, state, above);
                }

                break;
            case YamlSequenceNode { Children.Count: > 0 } sequence:
                state.AddFolder(path);
                foreach (var (index, item) in sequence.Children.Index())
                {
                    Collect(item, RelativePath.Combine(path, index.ToString(CultureInfo.InvariantCulture)), state, above);
                }

                break;
            case YamlSequenceNode:
                FormatText.Add(state, path, new DesiredZnode([]));
                break;
            case YamlScalarNode scalar:
                FormatText.Add(state, path, new DesiredZnode(DataOf(scalar, path)));
                break;
        }

        above.RemoveAt(above.Count - 1);
    }

    private static void CollectEntry(YamlNode name, YamlNode value, string path, DesiredState state, List<YamlNode> above)
    {
        if (name is not YamlScalarNode { Value: { } key } text || (key == "<<" && text.Style == ScalarStyle.Plain))
        {
            throw new InvalidInputException($"a name in '{path}' is not a text (line {name.Start.Line}). Merge keys are not supported.");
        }

        if (key.Length == 0 && value is not YamlScalarNode)
        {
            throw new InvalidInputException($"the entry with the empty name in '{path}' is not a value. It is the data of the znode itself.");
        }

        Collect(value, RelativePath.Combine(path, key), state, above);
    }

    private static byte[]? DataOf(YamlScalarNode scalar, string path)
    {
        var text = scalar.Value ?? "";
        if (!scalar.Tag.IsEmpty && scalar.Tag.Value == Binary)
        {
            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                throw new InvalidInputException($"the binary data of '{path}' is not base64.");
            }
        }

        return scalar.Style == ScalarStyle.Plain && text is "" or "~" or "null" or "Null" or "NULL"
            ? null
            : FormatText.BytesOf(text);
    }
}
