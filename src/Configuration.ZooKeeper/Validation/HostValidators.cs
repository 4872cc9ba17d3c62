using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.DependencyInjection;

namespace Configuration.ZooKeeper.Validation;

/// <summary>The reload validators of one host, with the container that creates their options.</summary>
internal sealed class HostValidators(IEnumerable<ReloadValidator> validators, IServiceScopeFactory scopes)
{
    private readonly ReloadValidator[] _validators = [.. validators];

    /// <summary>Returns the options that are invalid with a candidate. Empty if the container is disposed.</summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> Check(PublishedState published, KeyIndex candidate)
    {
        var invalid = new List<ZooKeeperInvalidOptions>();
        foreach (var validator in _validators)
        {
            try
            {
                validator.Check(scopes, published, candidate);
            }
            catch (Exception e)
            {
                if (IsContainerDisposed())
                {
                    return [];
                }

                invalid.Add(validator.Reject(RejectionReason.Of(e, validator.OptionsType, validator.Name, candidate)));
            }
        }

        return invalid;
    }

    // A container disposes its services one by one, so this object cannot learn of the disposal in time. Ask the container.
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
