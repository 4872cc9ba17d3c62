using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>Reads in every way and without a pause, and keeps what it has seen.</summary>
internal sealed class Witness : IDisposable
{
    private readonly HashSet<int> _seen = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    public Witness(ValidatedHost host, IConfiguration configuration)
    {
        _thread = new Thread(() =>
        {
            do
            {
                _seen.Add(int.Parse(configuration["Discount"]!, CultureInfo.InvariantCulture));
                _seen.Add(host.InScope().Discount);
                _seen.Add(host.Monitor.CurrentValue.Discount);
            }
            while (!_stop.IsCancellationRequested);
        });
        _thread.Start();
    }

    public int[] Stop()
    {
        _stop.Cancel();
        _thread.Join();
        return [.. _seen];
    }

    public void Dispose()
    {
        Stop();
        _stop.Dispose();
    }
}
