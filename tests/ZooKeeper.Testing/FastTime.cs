using Microsoft.Extensions.Time.Testing;

namespace ZooKeeper.Testing;

/// <summary>A clock that runs about twenty times as fast as the real one, so that the pauses before reconnects are short. Dispose it to stop it.</summary>
public sealed class FastTime : FakeTimeProvider, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);

    private readonly ITimer _timer;

    /// <summary>Starts the clock.</summary>
    public FastTime() => _timer = System.CreateTimer(_ => Advance(20 * Period), null, Period, Period);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
