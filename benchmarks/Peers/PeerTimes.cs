using Benchmarks.Reporting;

namespace Benchmarks.Peers;

/// <summary>The load times of one peer; empty if it is not installed, or if one of its results was wrong.</summary>
internal sealed class PeerTimes(PeerInstallation installation, Peer? peer) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly Series _times = new();

    public PeerInstallation Installation { get; } = installation;

    /// <summary>Why there are no times.</summary>
    public string? Problem { get; private set; } = peer is null ? $"missing. {installation.Remedy}" : null;

    public Series? Times => Problem is null ? _times : null;

    public async Task LoadAsync(Fingerprint expected, bool isWarm)
    {
        if (Problem is not null)
        {
            return;
        }

        try
        {
            var (time, fingerprint) = await peer!.LoadAsync().WaitAsync(Deadline);
            Problem = fingerprint == expected ? null : $"wrong. It has {fingerprint}; the tree has {expected}.";
            if (isWarm)
            {
                _times.Add(time);
            }
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            Problem = $"failed. {e.Message}";
        }
    }

    public void Dispose() => peer?.Dispose();
}
