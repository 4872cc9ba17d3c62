using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Configuration.ZooKeeper.Validation;

/// <summary>The guards of one host, with the container that creates their options.</summary>
internal sealed class HostValidators(IEnumerable<ReloadValidator> guards, IServiceScopeFactory scopes)
{
    private readonly ReloadValidator[] _guards = [.. guards];

    /// <summary>All that speaks against the candidate. Nothing, once the container is disposed.</summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> Check(PublishedState state, KeyIndex candidate)
    {
        var rejections = new List<ZooKeeperInvalidOptions>();
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

                rejections.Add(guard.Reject(RejectionReason.Of(e, guard.OptionsType, guard.Name)));
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
