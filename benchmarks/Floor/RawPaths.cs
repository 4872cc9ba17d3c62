namespace Benchmarks.Floor;

/// <summary>Paths as bytes, one after the other.</summary>
internal sealed class RawPaths
{
    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[256];

    public int Count => _ends.Count;

    public ReadOnlySpan<byte> this[int index] => _bytes.AsSpan((index == 0 ? 0 : _ends[index - 1]).._ends[index]);

    /// <summary>Adds the path of a child, or a whole path if there is no parent.</summary>
    public void Add(ReadOnlySpan<byte> parent, ReadOnlySpan<byte> name)
    {
        var start = Count == 0 ? 0 : _ends[^1];
        var end = start + parent.Length + (parent.IsEmpty ? 0 : 1) + name.Length;
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, 2 * end);
        }

        parent.CopyTo(_bytes.AsSpan(start));
        if (!parent.IsEmpty)
        {
            _bytes[start + parent.Length] = (byte)'/';
        }

        name.CopyTo(_bytes.AsSpan(end - name.Length));
        _ends.Add(end);
    }
}
