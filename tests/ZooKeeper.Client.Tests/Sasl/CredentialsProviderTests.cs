using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

[TestClass]
public sealed class CredentialsProviderTests
{
    [TestMethod]
    public async Task DigestIdentities_Rotated_ApplyAtTheNextConnection()
    {
        IReadOnlyList<DigestIdentity> identities = [new("first", "one"), new("second", "two")];
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.DigestIdentities.Add(new DigestIdentity("fixed", "zero"));
            options.DigestIdentitiesProvider = async cancellationToken =>
            {
                await Task.Yield();
                return identities;
            };
        });
        await client.AddAuthAsync("digest", "added:three"u8.ToArray());
        CollectionAssert.AreEquivalent(new[] { "added", "first", "fixed", "second" }, await UsersAsync(client));

        identities = [new("third", "four")];
        var states = client.RecordStates();
        proxy.DropConnections();
        await states.NextAsync(state => state == SessionState.Disconnected);
        await states.NextAsync(state => state == SessionState.Connected);
        CollectionAssert.AreEquivalent(new[] { "added", "fixed", "third" }, await UsersAsync(client));
    }

    [TestMethod]
    public Task DigestIdentities_ProviderThrows_ReportsItsTypeAlone() => FailsAsync(
        "DigestIdentitiesProvider threw System.InvalidOperationException",
        options => options.DigestIdentitiesProvider = _ => throw new InvalidOperationException("hidden"));

    [TestMethod]
    public Task DigestIdentities_ProviderReturnsNull_SaysSo() =>
        FailsAsync("DigestIdentitiesProvider returned null", options => options.DigestIdentitiesProvider = _ => default);

    [TestMethod]
    public Task DigestIdentities_ProviderReturnsNullInTheList_SaysSo() =>
        FailsAsync("DigestIdentitiesProvider returned a list that contains null", options => options.DigestIdentitiesProvider = _ => new([null!]));

    [TestMethod]
    public Task Sasl_ProviderThrowsLater_ReportsItsTypeAlone() => FailsAsync("Sasl.CredentialsProvider threw System.IO.IOException", options =>
        options.Sasl.CredentialsProvider = async cancellationToken =>
        {
            await Task.Yield();
            throw new IOException("hidden");
        });

    [TestMethod]
    public Task Sasl_ProviderReturnsNull_SaysSo() =>
        FailsAsync("Sasl.CredentialsProvider returned null", options => options.Sasl.CredentialsProvider = _ => default);

    [TestMethod]
    public Task Sasl_ProviderNeverReturns_IsLeftBehind() => FailsAsync(
        "Sasl.CredentialsProvider did not return in the time",
        options => options.Sasl.CredentialsProvider = _ => new(new TaskCompletionSource<SaslCredentials>().Task),
        step: TimeSpan.FromMilliseconds(100));

    // Such as the synchronous call of a vault that does not answer.
    [TestMethod]
    public async Task DigestIdentities_ProviderBlocks_IsLeftBehind()
    {
        using var go = new ManualResetEventSlim();
        await FailsAsync("DigestIdentitiesProvider did not return in the time", options => options.DigestIdentitiesProvider = _ => Block(go), step: TimeSpan.FromMilliseconds(100));
        go.Set();
    }

    [TestMethod]
    public async Task Provider_ThatFails_LeavesNoSessionBehind()
    {
        var failures = 0;
        await using var server = Session.ScriptedServer.Start(connection => connection.UntilClosedAsync());
        await using var client = TestClient.Start(server.ConnectionString, options => options.DigestIdentitiesProvider = _ =>
        {
            failures++;
            throw new InvalidOperationException();
        });
        await Eventually.TrueAsync(() => failures >= 3);
        Assert.AreEqual(0, client.SessionId);
        Assert.AreEqual(SessionState.Connecting, client.State);
    }

    [TestMethod]
    public async Task Provider_FailsAndThenDoesNot_IsAskedAgain()
    {
        var calls = 0;
        await using var client = await SharedServer.ConnectAsync(options =>
            options.DigestIdentitiesProvider = _ => calls++ == 0 ? throw new InvalidOperationException() : new([new DigestIdentity("late", "one")]));
        CollectionAssert.AreEqual(new[] { "late" }, await UsersAsync(client));
    }

    [TestMethod]
    public async Task DisposeAsync_WhileTheProviderHangs_IsQuick()
    {
        var asked = new TaskCompletionSource();
        var client = TestClient.Start(SharedServer.ConnectionString, options => options.Sasl.CredentialsProvider = _ =>
        {
            asked.TrySetResult();
            return new(new TaskCompletionSource<SaslCredentials>().Task);
        });
        await asked.Task.WaitAsync(TestClient.Deadline);
        await client.DisposeAsync().AsTask().WaitAsync(TestClient.Slack);
    }

    [TestMethod]
    public async Task DisposeAsync_WhileTheProviderBlocks_IsQuick()
    {
        using var go = new ManualResetEventSlim();
        var asked = new TaskCompletionSource();
        var client = TestClient.Start(SharedServer.ConnectionString, options => options.DigestIdentitiesProvider = _ =>
        {
            asked.TrySetResult();
            return Block(go);
        });
        await asked.Task.WaitAsync(TestClient.Deadline);
        await client.DisposeAsync().AsTask().WaitAsync(TestClient.Slack);
        go.Set();
    }

    private static ValueTask<IReadOnlyList<DigestIdentity>> Block(ManualResetEventSlim go)
    {
        go.Wait();
        return new([]);
    }

    private static async Task<string[]> UsersAsync(ZooKeeperClient client) =>
        [.. (await client.IdentitiesAsync()).Where(identity => identity.Scheme == "digest").Select(identity => identity.User)];

    private static async Task FailsAsync(string reason, Action<ZooKeeperClientOptions> configure, TimeSpan step = default)
    {
        var log = new RecordingLogger();
        var exception = await FailedConnect.OfAsync(SharedServer.ConnectionString, configure, step, log);
        Assert.Contains(reason, exception.Message);
        Assert.DoesNotContain("hidden", exception.ToString());
        Assert.DoesNotContain(entry => entry.Message.Contains("hidden", StringComparison.Ordinal), log.Entries);
    }
}
