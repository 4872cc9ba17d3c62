namespace Configuration.ZooKeeper.Keys;

/// <content>
/// Spells a section that is not a key itself as the ordinally last one of its children does. So the names do not depend on the order of the changes.
/// </content>
internal sealed partial class KeyIndexEdit
{
    // Only a child that goes, or gets another spelling, can take the spelling of the section with it. List handles new children.
    private void Respell()
    {
        SectionsByLevel? affected = null;
        foreach (var key in _undefined)
        {
            if (_entries.Find(key) is { Key: not null, IsKey: false })
            {
                (affected ??= new SectionsByLevel()).EditOf(key);
            }
        }

        if (_sections is not null)
        {
            foreach (var (section, edit) in _sections)
            {
                if (edit.HasRemoved)
                {
                    (affected ??= new SectionsByLevel()).EditOf(section);
                }
            }
        }

        if (affected is not null)
        {
            Respell(affected);
        }
    }

    private void Respell(SectionsByLevel affected)
    {
        foreach (var (section, edit) in affected.DeepestFirst())
        {
            if (_entries.Find(section) is not { Key: { } former } entry)
            {
                continue;
            }

            var children = edit.ApplyTo(entry.Children);
            var now = entry.IsKey ? former : children.LastSpelling(former.Length) ?? former;
            if (now != former)
            {
                Set(new KeyEntry(now, entry.Hash, definition: null, children));
                (now.LastIndexOf(':') is >= 0 and var end ? affected.EditOf(now[..end]) : _top).Replace(former, now);
            }
            else if (children != entry.Children)
            {
                Set(entry.With(children));
            }
        }
    }
}
