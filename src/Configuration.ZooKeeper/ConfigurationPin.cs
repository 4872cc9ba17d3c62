using Configuration.ZooKeeper.Pinning;

namespace Configuration.ZooKeeper;

/// <summary>
/// While it lives, this thread reads one state of each ZooKeeper source, whatever is reloaded meanwhile. Made by
/// <see cref="Microsoft.Extensions.Configuration.ZooKeeperConfigurationExtensions.PinZooKeeper"/>. It belongs to the thread: do not await inside.
/// </summary>
public readonly ref struct ConfigurationPin
{
    private readonly StatePin? _pin;

    internal ConfigurationPin(StatePin? pin) => _pin = pin;

    /// <summary>Ends the pin. An inner pin ends with the outer one.</summary>
    public void Dispose() => StatePin.Exit(_pin);
}
