using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Writes YAML, and quotes all text that could be read as syntax or as null.</summary>
internal static class YamlWriting
{
    private const int Indent = 2;
    private const string Binary = "tag:yaml.org,2002:binary";

    public static void Write(TextWriter text, TreeState state)
    {
        var emitter = new Emitter(text, new EmitterSettings(Indent, int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, [], isImplicit: true));
        Write(emitter, state, SectionNode.Of(state), level: 1);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(Emitter emitter, TreeState state, SectionNode node, int level)
    {
        if (node.IsLeaf)
        {
            WriteValue(emitter, node.Data);
            return;
        }

        if (level > FormatText.MostLevels)
        {
            throw FormatText.TooDeep(state, node.Path, StateFormat.Yaml);
        }

        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
        if (node.Data is not null)
        {
            WriteText(emitter, "");
            WriteValue(emitter, node.Data);
        }

        foreach (var (name, child) in node.Children)
        {
            WriteText(emitter, name);
            Write(emitter, state, child, level + 1);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void WriteValue(Emitter emitter, ReadOnlyMemory<byte>? data)
    {
        if (data is null)
        {
            emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, "null", ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
        }
        else if (FormatText.TextOf(data.Value) is { } text)
        {
            WriteText(emitter, text);
        }
        else
        {
            emitter.Emit(new Scalar(
                AnchorName.Empty, Binary, Convert.ToBase64String(data.Value.Span), ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: false));
        }
    }

    private static void WriteText(Emitter emitter, string text)
    {
        var style = IsPlain(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '/' or '-')
        && text[0] is not ('-' or '.') && !text.Equals("null", StringComparison.OrdinalIgnoreCase);
}
