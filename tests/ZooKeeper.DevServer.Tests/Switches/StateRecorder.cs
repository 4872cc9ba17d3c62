using System.Threading.Channels;
using ZooKeeper.Client;

namespace ZooKeeper.DevServer.Tests.Switches;

/// <summary>The states that a client passes through from now on.</summary>
internal sealed class StateRecorder
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Channel<SessionState> _states = Channel.CreateUnbounded<SessionState>();

    public StateRecorder(ZooKeeperClient client) => client.StateChanged += state => _states.Writer.TryWrite(state);

    /// <summary>Waits until the client has passed through these, one after the other, and through no others.</summary>
    public async Task PassesAsync(params SessionState[] expected)
    {
        foreach (var state in expected)
        {
            using var timeout = new CancellationTokenSource(Deadline);
            try
            {
                Assert.AreEqual(state, await _states.Reader.ReadAsync(timeout.Token));
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The client is not {state} within {Deadline.TotalSeconds} s.");
            }
        }
    }
}
