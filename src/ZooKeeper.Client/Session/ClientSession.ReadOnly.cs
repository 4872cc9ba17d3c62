namespace ZooKeeper.Client.Session;

/// <content>Servers without quorum, for clients that allow them.</content>
internal sealed partial class ClientSession
{
    // Only when no server takes the session, so that a read-write one is preferred; what is read is never older than what was seen.
    private async Task<Handshake?> EstablishReadOnlyAsync(ServerPass pass)
    {
        var handshake = await pass.RunReadOnlyAsync(LastZxid, _stop.Token).ConfigureAwait(false);
        if (handshake is { Response.ReadOnly: not true } && Ticket.SessionId != 0)
        {
            // It has found its quorum in between: the session of before may still be there, and is shown to it first.
            handshake.Dispose();
            return null;
        }

        return handshake;
    }

    private async Task<Exception> ServeReadOnlyAsync(Connection connection)
    {
        using var served = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var leaving = LeaveForReadWriteAsync(connection, served.Token);
        var end = await connection.ServeAsync().ConfigureAwait(false);
        await served.CancelAsync().ConfigureAwait(false);
        await leaving.ConfigureAwait(false);
        return end;
    }

    private async Task LeaveForReadWriteAsync(Connection connection, CancellationToken cancellationToken)
    {
        try
        {
            connection.Close(new ReadWriteServerFoundException(await _readWriteSearch.RunAsync(cancellationToken).ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection ended by itself.
        }
    }
}
