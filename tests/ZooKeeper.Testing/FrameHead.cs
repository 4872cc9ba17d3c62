namespace ZooKeeper.Testing;

/// <summary>The length of a frame, and the second word of its header: the opcode of a request.</summary>
internal readonly record struct FrameHead(int Length, int Opcode)
{
    /// <summary>Every frame after the length has at least a request header: xid and opcode.</summary>
    public const int Size = 8;
}
