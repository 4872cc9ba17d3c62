using Configuration.ZooKeeper.Pinning;

namespace Configuration.ZooKeeper;

/// <summary>
/// Keeps the reads of the current thread on one state of each ZooKeeper source until it is disposed.
/// </summary>
/// <remarks>
/// Created by <see cref="Microsoft.Extensions.Configuration.ZooKeeperConfigurationExtensions.PinZooKeeper"/>. Reloads do not affect a pinned thread.
/// The pin belongs to the thread: do not use <c>await</c> while it is active.
/// </remarks>
public readonly ref struct ConfigurationPin
{
    private readonly StatePin? _pin;

    internal ConfigurationPin(StatePin? pin) => _pin = pin;

    /// <summary>Ends the pin. If pins are nested, only the outermost one has an effect.</summary>
    public void Dispose() => StatePin.Exit(_pin);
}
