using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>
/// Chooses the same instance for the same key, in every process, by rendezvous hashing. If an instance comes or goes, only the keys of that instance move. An
/// instance gets keys in proportion to its weight.
/// </summary>
public static class RendezvousChoice
{
    private const double Range = 1.0 / (1UL << 53);

    /// <summary>Chooses the instance of a key.</summary>
    /// <param name="instances">The instances to choose from.</param>
    /// <param name="key">The key, such as the id of a customer.</param>
    /// <returns>The instance, or null if there is none.</returns>
    public static ServiceInstance? Choose(IReadOnlyList<ServiceInstance> instances, string key)
    {
        ArgumentNullException.ThrowIfNull(instances);
        ArgumentNullException.ThrowIfNull(key);
        return instances.MaxBy(instance => (Score(instance, key), instance.Id));
    }

    // The logarithm makes the chance of the highest score proportional to the weight.
    private static double Score(ServiceInstance instance, string key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.Id}\0{key}"), hash);
        var uniform = ((BinaryPrimitives.ReadUInt64BigEndian(hash) >> 11) + 0.5) * Range;
        return instance.Weight > 0 ? -instance.Weight / Math.Log(uniform) : -1 / uniform;
    }
}
