using System.Runtime.InteropServices;
using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Output;

/// <summary>Ctrl+C, and the signal to terminate. A command has some time to end in order.</summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _interrupted = new();
    private readonly PosixSignalRegistration[] _signals;
    private ITimer? _end;
    private volatile bool _isCtrlCIgnored;

    public Interruption() => _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt)];

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => _interrupted.Token;

    /// <summary>Whether Ctrl+C is meant for a program that this one has started, such as an editor.</summary>
    public bool IsCtrlCIgnored
    {
        get => _isCtrlCIgnored;
        set => _isCtrlCIgnored = value;
    }

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _end?.Dispose();
        _interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (signal.Signal == PosixSignal.SIGINT && IsCtrlCIgnored)
        {
            return;
        }

        _end ??= TimeProvider.System.CreateTimer(_ => Environment.Exit((int)ExitCode.Interrupted), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            _interrupted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended meanwhile: disposing a registration does not wait for its handler.
        }
    }
}
