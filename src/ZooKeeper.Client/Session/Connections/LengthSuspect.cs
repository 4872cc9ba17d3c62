namespace ZooKeeper.Client.Session;

/// <summary>Represents a request that may have ended its connection, because it was the largest in flight.</summary>
internal sealed record LengthSuspect(PendingRequest Request)
{
    /// <summary>Gets how many connections in a row have ended with a write of such a length in flight, while no such write was answered.</summary>
    public int ConnectionsLost { get; init; }

    /// <summary>Gets whether the server most likely rejects the length, so that the same request will not succeed later.</summary>
    public bool IsConclusive { get; init; }

    /// <summary>Returns the end of an error message.</summary>
    public override string ToString() =>
        $" The largest request in flight was {Request}, with {Request.Length} bytes: a server closes the connection if a request is larger than its jute.maxbuffer."
        + (IsConclusive ? $" That is likely: {ConnectionsLost} connections in a row ended in this way. Send less data, or raise jute.maxbuffer of the servers." : "");
}
