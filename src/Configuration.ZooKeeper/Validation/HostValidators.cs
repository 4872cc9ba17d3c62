using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace Configuration.ZooKeeper.Validation;

/// <summary>Runs the reload validators of one host, with its container.</summary>
internal sealed class HostValidators(IEnumerable<ReloadValidator> guards, IServiceScopeFactory scopes)
{
    private readonly ReloadValidator[] _guards = [.. guards];

    /// <summary>Returns the options that the candidate would make invalid. Returns none after the container is disposed.</summary>
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

    // Asked each time: a container disposes its services one by one, and this one may be the last.
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
