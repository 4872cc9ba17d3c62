namespace ZooKeeper.Client.Protocol;

/// <summary>Represents a received frame. Its bytes are valid until the next frame is read.</summary>
/// <param name="Bytes">The content. If the frame is over the limit, only its beginning.</param>
/// <param name="Length">The length on the wire.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, int Length)
{
    public bool IsOverLimit => Length > Bytes.Length;
}
