using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Why a client does not come to a connection.</summary>
internal static class ConnectFailure
{
    /// <summary>The first failure that contains the reason: on a loaded machine an attempt may fail of its time before.</summary>
    public static async Task<string> ContainingAsync(
        string reason, string connectionString, Action<ZooKeeperTlsOptions> configure, Action<ZooKeeperClientOptions>? more = null)
    {
        await using var client = TestClient.Start(connectionString, options =>
        {
            options.Tls.Enabled = true;
            configure(options.Tls);
            more?.Invoke(options);
        });
        var failures = "";
        try
        {
            await Eventually.TrueAsync(() => (failures = string.Join("; ", client.ConnectFailures)).Contains(reason));
        }
        catch (TimeoutException)
        {
            Assert.Contains(reason, failures);
        }

        Assert.AreEqual(SessionState.Connecting, client.State);
        return failures;
    }
}
