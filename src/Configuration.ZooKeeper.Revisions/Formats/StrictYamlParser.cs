using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>
/// Rejects YAML before it becomes nodes: too many levels exceed the stack, and a name that is a mapping or sequence of aliases takes exponential time, because
/// the nodes compare names by their content.
/// </summary>
internal sealed class StrictYamlParser(IParser inner) : IParser
{
    // For each level: whether a name comes next, or null in a sequence.
    private readonly Stack<bool?> _levels = new();

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        if (!inner.MoveNext())
        {
            return false;
        }

        if (inner.Current is MappingEnd or SequenceEnd)
        {
            _levels.Pop();
        }
        else if (inner.Current is NodeEvent or AnchorAlias)
        {
            Check(inner.Current);
        }

        return true;
    }

    private void Check(ParsingEvent node)
    {
        if (_levels.TryPop(out var isName))
        {
            if (isName is true && node is not Scalar)
            {
                throw new InvalidInputException($"a name is not a text (line {node.Start.Line}).");
            }

            _levels.Push(!isName);
        }

        if (node is MappingStart or SequenceStart)
        {
            _levels.Push(node is MappingStart ? true : null);
            if (_levels.Count > FormatText.MostLevels)
            {
                throw new InvalidInputException($"it has more than {FormatText.MostLevels} levels (line {node.Start.Line}).");
            }
        }
    }
}
