using System.Runtime.InteropServices;

namespace Configuration.ZooKeeper.Keys;

/// <summary>Collects changes of sections, so that the deepest sections are changed first, and each section once.</summary>
internal sealed class SectionsByLevel
{
    private readonly Dictionary<string, SectionEdit>?[] _levels = new Dictionary<string, SectionEdit>?[KeyLevels.Max];

    /// <summary>Returns the edit of a section, which is created if there is none.</summary>
    public SectionEdit EditOf(string section)
    {
        var level = _levels[section.AsSpan().Count(':')] ??= new Dictionary<string, SectionEdit>(KeyComparer.Instance);
        ref var edit = ref CollectionsMarshal.GetValueRefOrAddDefault(level, section, out _);
        return edit ??= new SectionEdit();
    }

    /// <summary>Returns all edits, the deepest sections first. Sections above the current one can still be added.</summary>
    public IEnumerable<KeyValuePair<string, SectionEdit>> DeepestFirst()
    {
        for (var level = _levels.Length - 1; level >= 0; level--)
        {
            if (_levels[level] is not { } sections)
            {
                continue;
            }

            foreach (var section in sections)
            {
                yield return section;
            }
        }
    }
}
