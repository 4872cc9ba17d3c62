namespace ZooKeeper.Client.Protocol;

/// <summary>A frame that arrived. Its bytes are valid until the next one is read.</summary>
/// <param name="Bytes">The content; of a frame over the limit only the beginning.</param>
/// <param name="Length">The length on the wire.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, int Length)
{
    public bool IsOverLimit => Length > Bytes.Length;
}
