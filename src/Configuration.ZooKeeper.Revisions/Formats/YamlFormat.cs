using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>YAML, like JSON. Values keep their text: <c>true</c> is <c>true</c>. Only a plain empty scalar, <c>~</c> or <c>null</c> is null.</summary>
internal static class YamlFormat
{
    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        var yaml = new YamlStream();
        var scanner = new Scanner(new StringReader(FormatText.ContentOf(content)));
        try
        {
            yaml.Load(new StrictYamlParser(new Parser(scanner)));
        }
        catch (Exception e) when (e is YamlException or InvalidOperationException or ArgumentException)
        {
            // Without its message, which can quote the data. The scanner also throws InvalidOperationException, for example if a flow sequence is not closed.
            var at = (e as YamlException)?.Start ?? scanner.CurrentPosition;
            throw new InvalidInputException($"it is not valid YAML (line {at.Line}, column {at.Column}).");
        }

        switch (yaml.Documents)
        {
            case [{ RootNode: YamlMappingNode or YamlSequenceNode } document]:
                return new YamlZnodes().Of(document.RootNode);
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
}
