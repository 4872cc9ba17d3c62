using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Collects frames while earlier ones are being written, so that many requests become one write. Not safe for threads: the connection's gate
/// protects it.
/// </summary>
internal sealed class Outbox(int maxRequestLength)
{
    private const int PrefixSize = sizeof(int);
    private const int OpCodeOffset = PrefixSize + sizeof(int);
    private const int IdleLimit = 64 * 1024;

    private JuteWriter? _filling;

    public bool IsEmpty => _filling is null or { Length: 0 };

    /// <summary>Appends a request. False if it is over the limit; then nothing was appended.</summary>
    public bool TryAppend(PendingRequest request, int xid, out int length)
    {
        var writer = _filling ??= new JuteWriter();
        var start = writer.Length;
        writer.WriteInt(0);
        writer.WriteInt(xid);
        writer.WriteInt(0);
        try
        {
            request.WriteBody(writer);
        }
        catch
        {
            writer.Truncate(start);
            throw;
        }

        length = writer.Length - start - PrefixSize;
        if (length > maxRequestLength)
        {
            writer.Truncate(start);
            return false;
        }

        writer.PatchInt(start, length);
        writer.PatchInt(start + OpCodeOffset, (int)request.OpCode);
        return true;
    }

    /// <summary>Takes everything that was appended. Give the writer back with <see cref="Return"/>.</summary>
    public JuteWriter Take()
    {
        var taken = _filling ?? throw new InvalidOperationException("There is nothing to write.");
        _filling = null;
        return taken;
    }

    /// <summary>Keeps the buffer for the next requests, unless it is large: a thousand idle connections must be cheap.</summary>
    public void Return(JuteWriter writer)
    {
        writer.Truncate(0);
        if (_filling is null && writer.Capacity <= IdleLimit)
        {
            _filling = writer;
        }
        else
        {
            writer.Dispose();
        }
    }

    public void Discard()
    {
        _filling?.Dispose();
        _filling = null;
    }
}
