using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace Configuration.ZooKeeper.Guarding;

/// <summary>The guards of one host, with the container that creates their options.</summary>
internal sealed class HostGuards(IEnumerable<ReloadGuard> guards, IServiceScopeFactory scopes)
{
    private readonly ReloadGuard[] _guards = [.. guards];

    /// <summary>All that speaks against the candidate. Nothing, once the container is disposed.</summary>
    public IReadOnlyList<ZooKeeperOptionsRejection> Check(PublishedState state, ConfigurationSnapshot candidate)
    {
        var rejections = new List<ZooKeeperOptionsRejection>();
        foreach (var guard in _guards)
        {
            try
            {
                guard.Check(scopes, state, candidate);
            }
            catch (Exception e)
            {
                if (IsContainerDisposed())
                {
                    return [];
                }

                rejections.Add(guard.Reject(RejectionWords.Of(e, guard.OptionsType, guard.Name)));
            }
        }

        return rejections;
    }

    // Asked, not remembered: a container disposes its services one by one, and this one's turn to be told of it may be the last.
    private bool IsContainerDisposed()
    {
        try
        {
            scopes.CreateScope().Dispose();
            return false;
        }
        catch (Exception e)
        {
            return e is ObjectDisposedException;
        }
    }
}
