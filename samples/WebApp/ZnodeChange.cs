using Configuration.ZooKeeper;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>Makes a change and answers once the shop has applied it, so that a client reads its own writes.</summary>
internal sealed class ZnodeChange(ZooKeeperClient client, ZooKeeperConfigurationStatus status)
{
    private static readonly TimeSpan ChangeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FollowTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <param name="change">Makes the change and returns a zxid at or after it.</param>
    /// <param name="aborted">Cancels the wait.</param>
    public async Task<IResult> MakeAsync(Func<CancellationToken, Task<long>> change, CancellationToken aborted)
    {
        using var timeout = new CancellationTokenSource(ChangeTimeout, TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        try
        {
            var zxid = await change(patience.Token);
            return await WhyNotFollowedAsync(zxid, aborted) is { } reason
                ? PlainText.Of(StatusCodes.Status202Accepted, $"Done in ZooKeeper; {reason}")
                : Results.NoContent();
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return Unavailable($"No answer from ZooKeeper within {ChangeTimeout.TotalSeconds} s ({Reason()}).");
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            return Unavailable(e.Message);
        }
        catch (ZooKeeperException e)
        {
            return PlainText.Of(StatusOf(e), e.Message);
        }
    }

    private static int StatusOf(ZooKeeperException error) => error switch
    {
        { ErrorCode: ErrorCode.NoNode } => StatusCodes.Status404NotFound,
        { ErrorCode: ErrorCode.BadVersion or ErrorCode.NodeExists or ErrorCode.NotEmpty or ErrorCode.NoChildrenForEphemerals } => StatusCodes.Status409Conflict,
        { ErrorCode: ErrorCode.NoAuth } => StatusCodes.Status403Forbidden,
        { ErrorCode: ErrorCode.BadArguments } => StatusCodes.Status413PayloadTooLarge, // paths are checked earlier, so the length is the cause
        _ => StatusCodes.Status502BadGateway,
    };

    private static IResult Unavailable(string reason) => PlainText.Of(
        StatusCodes.Status503ServiceUnavailable,
        $"{reason} If the connection was lost just now the change may have been made. Try again when ZooKeeper is back.");

    private string Reason() => client.ConnectFailures is { Count: > 0 } failures ? string.Join("; ", failures) : $"session {client.State}";

    /// <summary>Waits until the shop has applied the change. Returns null, or the reason why it has not.</summary>
    private async Task<string?> WhyNotFollowedAsync(long zxid, CancellationToken aborted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (status.Sources is not [var source, ..] || source.LastZxid < zxid)
        {
            if (status.Sources is [{ RejectedReload: { } rejected }, ..] && rejected.Zxid >= zxid)
            {
                return $"the shop holds it back. {rejected.Reason}";
            }

            if (TimeProvider.System.GetElapsedTime(start) > FollowTimeout)
            {
                return "the shop has not taken it over yet. GET /api/status tells how it is doing.";
            }

            await Task.Delay(PollInterval, TimeProvider.System, aborted);
        }

        return null;
    }
}
