using System.Globalization;

namespace ZooKeeper.Testing;

/// <summary>The ways from each member of an ensemble to the others: straight, or through a proxy for each.</summary>
internal sealed class EnsembleLinks : IAsyncDisposable
{
    private readonly Dictionary<(int From, int To), LoopbackProxy> _proxies = [];
    private readonly (int Quorum, int Election)[] _ports;

    public EnsembleLinks(int size, bool hasProxies)
    {
        _ports = [.. Enumerable.Range(0, size).Select(_ => (FreePort.Next(), FreePort.Next()))];
        if (!hasProxies)
        {
            return;
        }

        for (var from = 1; from <= size; from++)
        {
            for (var to = 1; to <= size; to++)
            {
                if (from != to)
                {
                    _proxies[(from, to)] = LoopbackProxy.Start(_ports[to - 1].Quorum);
                }
            }
        }
    }

    public IReadOnlyList<LoopbackProxy> Of(int from) => [.. _proxies.Where(link => link.Key.From == from).Select(link => link.Value)];

    /// <summary>The settings of one member, with the addresses by which it reaches the others.</summary>
    public Dictionary<string, string> SettingsOf(int id)
    {
        var settings = new Dictionary<string, string>
        {
            ["initLimit"] = "20",
            ["syncLimit"] = "6",
        };
        for (var to = 1; to <= _ports.Length; to++)
        {
            var quorum = _proxies.TryGetValue((id, to), out var proxy) ? proxy.Port : _ports[to - 1].Quorum;
            settings[$"server.{to}"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{quorum}:{_ports[to - 1].Election}");
        }

        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }
    }
}
