namespace Configuration.ZooKeeper.Keys;

/// <content>
/// The spelling of a section that is not a key itself: the ordinally last one of its children. So the names do not depend on the order of the changes.
/// </content>
internal sealed partial class KeyIndexEdit
{
    // Only a child that goes, or gets another spelling, can take the spelling of the section with it.
    private void Respell()
    {
        foreach (var key in _undefined)
        {
            Respell(key);
        }

        foreach (var (section, edit) in _sections ?? [])
        {
            if (edit.HasRemoved)
            {
                Respell(section);
            }
        }
    }

    private void Respell(string? section)
    {
        while (section is not null && _entries.Find(section) is { Key: { } former, IsKey: false } entry && entry.Children.LastSpelling(former.Length) is { } now
            && now != former)
        {
            Set(new KeyEntry(now, entry.Hash, definition: null, entry.Children));
            section = now.LastIndexOf(':') is >= 0 and var end ? now[..end] : null;
            if (section is null)
            {
                _top.Replace(former, now);
            }
            else if (_entries.Find(section) is { Key: not null } above)
            {
                Set(above.With(above.Children.With([now], new HashSet<string>(StringComparer.Ordinal) { former })));
            }
        }
    }
}
