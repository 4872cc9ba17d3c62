using System.Buffers.Binary;

namespace ZooKeeper.Testing;

/// <summary>Watches one direction of a connection and reports the head of each frame after the handshake.</summary>
/// <remarks>Other protocols, such as TLS, pass unreported.</remarks>
internal sealed class FrameScanner(Action<FrameHead> onFrame)
{
    private const int LengthSize = 4;

    private readonly byte[] _head = new byte[LengthSize + FrameHead.Size];
    private int _headBytes;
    private long _bodyBytes;
    private bool _handshakeSeen;

    public void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = (int)Math.Min(bytes.Length, _bodyBytes > 0 ? _bodyBytes : _head.Length - _headBytes);
            if (_bodyBytes > 0)
            {
                _bodyBytes -= taken;
            }
            else
            {
                bytes[..taken].CopyTo(_head.AsSpan(_headBytes));
                _headBytes += taken;
                if (_headBytes == _head.Length)
                {
                    HeadComplete();
                }
            }

            bytes = bytes[taken..];
        }
    }

    private void HeadComplete()
    {
        _headBytes = 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(_head);
        if (length < FrameHead.Size)
        {
            _bodyBytes = long.MaxValue;
            return;
        }

        _bodyBytes = length - FrameHead.Size;
        if (_handshakeSeen)
        {
            onFrame(new FrameHead(length, BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(LengthSize + 4))));
        }

        _handshakeSeen = true;
    }
}
