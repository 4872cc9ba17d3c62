using System.Globalization;
using Configuration.ZooKeeper.Revisions.States;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Turns the nodes of a YAML document into znodes. Aliases are repeated, within limits: a few nested ones can stand for billions of znodes.</summary>
internal sealed class YamlZnodes
{
    private const string Binary = "tag:yaml.org,2002:binary";
    private const int MostRepeated = 64 * 1024 * 1024;

    private readonly DesiredState _state = new();
    private readonly List<YamlNode> _above = [];
    private readonly HashSet<YamlNode> _seen = new(ReferenceEqualityComparer.Instance);
    private int _repeated;

    public DesiredState Of(YamlNode root)
    {
        Collect(root, "");
        return _state;
    }

    // An alias can refer to a node that contains it.
    private void Collect(YamlNode node, string path)
    {
        if (_above.Contains(node, ReferenceEqualityComparer.Instance))
        {
            throw new InvalidInputException($"an alias in '{path}' contains itself.");
        }

        if (_above.Count == FormatText.MostLevels && node is not YamlScalarNode)
        {
            throw new InvalidInputException($"it has more than {FormatText.MostLevels} levels.");
        }

        if (!_seen.Add(node))
        {
            LimitRepeated(node, path);
        }

        _above.Add(node);
        switch (node)
        {
            case YamlMappingNode mapping:
                _state.AddFolder(path);
                foreach (var (name, value) in mapping.Children)
                {
                    CollectEntry(name, value, path);
                }

                break;
            case YamlSequenceNode { Children.Count: > 0 } sequence:
                _state.AddFolder(path);
                foreach (var (index, item) in sequence.Children.Index())
                {
                    Collect(item, RelativePath.Combine(path, index.ToString(CultureInfo.InvariantCulture)));
                }

                break;
            case YamlSequenceNode:
                FormatText.Add(_state, path, new DesiredZnode([]));
                break;
            case YamlScalarNode scalar:
                FormatText.Add(_state, path, new DesiredZnode(DataOf(scalar, path)));
                break;
        }

        _above.RemoveAt(_above.Count - 1);
    }

    private void CollectEntry(YamlNode name, YamlNode value, string path)
    {
        if (name is not YamlScalarNode { Value: { } key } text || (key == "<<" && text.Style == ScalarStyle.Plain))
        {
            throw new InvalidInputException($"a name in '{path}' is not a text (line {name.Start.Line}). Merge keys are not supported.");
        }

        if (key.Length == 0 && value is not YamlScalarNode)
        {
            throw new InvalidInputException($"the entry with the empty name in '{path}' is not a value. It is the data of the znode itself.");
        }

        Collect(value, RelativePath.Combine(path, key));
    }

    private void LimitRepeated(YamlNode node, string path)
    {
        const int Overhead = 64;
        _repeated += Overhead + path.Length + ((node as YamlScalarNode)?.Value?.Length ?? 0);
        if (_repeated > MostRepeated)
        {
            throw new InvalidInputException("its aliases repeat too much. Write the values themselves, or use several files.");
        }
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
