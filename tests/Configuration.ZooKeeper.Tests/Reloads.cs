using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Configuration.ZooKeeper.Tests;

/// <summary>The reloads that a configuration announces: each is counted, and may do something.</summary>
internal sealed class Reloads : IDisposable
{
    private readonly IDisposable _registration;
    private int _count;

    public Reloads(IConfiguration configuration, Action? onReload = null) =>
        _registration = ChangeToken.OnChange(configuration.GetReloadToken, () =>
        {
            try
            {
                onReload?.Invoke();
            }
            finally
            {
                Interlocked.Increment(ref _count);
            }
        });

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _registration.Dispose();
}
