using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Collects frames while earlier ones are written, so that many requests become one write. Protected by the connection's gate.
/// </summary>
internal sealed class Outbox(int maxRequestLength)
{
    private const int PrefixSize = sizeof(int);
    private const int OpCodeOffset = PrefixSize + sizeof(int);
    private const int IdleLimit = 64 * 1024;

    private JuteWriter? _filling;

    public bool IsEmpty => _filling is null or { Length: 0 };

    /// <summary>Appends a request. Returns false, and appends nothing, if the request is over the limit.</summary>
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

    /// <summary>Takes all appended requests. Call <see cref="Return"/> when they are written.</summary>
    public JuteWriter Take()
    {
        var taken = _filling ?? throw new InvalidOperationException("The outbox is empty.");
        _filling = null;
        return taken;
    }

    /// <summary>Keeps the buffer for later requests, unless it is large: a thousand idle connections must be cheap.</summary>
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
