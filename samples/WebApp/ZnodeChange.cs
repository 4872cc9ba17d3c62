using Configuration.ZooKeeper;
using ZooKeeper.Client;

namespace WebApp;

/// <summary>Makes a change, and responds when it has taken effect in the shop, so that a client can read what it wrote.</summary>
internal sealed class ZnodeChange(ZooKeeperClient client, ZooKeeperConfigurationStatus status)
{
    private static readonly TimeSpan ChangeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FollowTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    /// <param name="change">Makes the change. Returns a zxid that is not less than the zxid of the change.</param>
    /// <param name="aborted">Cancels the wait.</param>
    public async Task<IResult> MakeAsync(Func<CancellationToken, Task<long>> change, CancellationToken aborted)
    {
        using var timeout = new CancellationTokenSource(ChangeTimeout, TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, aborted);
        try
        {
            var zxid = await change(patience.Token);
            return await WhyNotFollowedAsync(zxid, aborted) is { } reason
                ? PlainText.Of(StatusCodes.Status202Accepted, $"ZooKeeper accepted the change, but {reason}")
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
        { ErrorCode: ErrorCode.BadArguments } => StatusCodes.Status413PayloadTooLarge, // the path is already checked, so the value is too long
        _ => StatusCodes.Status502BadGateway,
    };

    private static IResult Unavailable(string reason) => PlainText.Of(
        StatusCodes.Status503ServiceUnavailable,
        $"{reason} If the connection was lost just now, the change may have been made. Try again when ZooKeeper is available.");

    private string Reason() => client.ConnectFailures is { Count: > 0 } failures ? string.Join("; ", failures) : $"session {client.State}";

    /// <summary>Waits until the change has taken effect in the shop. Returns null, or why it has not.</summary>
    private async Task<string?> WhyNotFollowedAsync(long zxid, CancellationToken aborted)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (status.Sources is not [var source, ..] || source.LastZxid < zxid)
        {
            if (status.Sources is [{ RejectedReload: { } rejected }, ..] && rejected.Zxid >= zxid)
            {
                return $"the shop rejected it. {rejected.Reason}";
            }

            if (TimeProvider.System.GetElapsedTime(start) > FollowTimeout)
            {
                return "it has not taken effect in the shop yet. See GET /api/status.";
            }

            await Task.Delay(PollInterval, TimeProvider.System, aborted);
        }

        return null;
    }
}
