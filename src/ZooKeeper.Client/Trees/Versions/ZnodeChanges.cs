using System.Collections;

namespace ZooKeeper.Client.Trees;

/// <summary>Stores changes in pieces. One array for a whole tree would be on the large object heap, which only full garbage collections clean up.</summary>
internal sealed class ZnodeChanges : IReadOnlyList<ZnodeChange>
{
    private const int Piece = 1024;

    private readonly List<List<ZnodeChange>> _pieces = new(1);

    public int Count => _pieces is [.., var last] ? ((_pieces.Count - 1) * Piece) + last.Count : 0;

    public ZnodeChange this[int index] => _pieces[index / Piece][index % Piece];

    public void Add(in ZnodeChange change)
    {
        if (_pieces is not [.., { Count: < Piece } last])
        {
            // Most differences contain one znode. If one piece is full, the next one probably will be, too.
            _pieces.Add(last = new List<ZnodeChange>(_pieces.Count == 0 ? 1 : Piece));
        }

        last.Add(change);
    }

    public IEnumerator<ZnodeChange> GetEnumerator() => _pieces.SelectMany(piece => piece).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
