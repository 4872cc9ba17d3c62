namespace ZooKeeper.Testing.Tests;

/// <summary>Faults at random while bytes go both ways: what arrives is what was sent, up to where the connection ended.</summary>
[TestClass]
public sealed class LoopbackProxyRandomFaultTests
{
    private const int Length = 300_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(false, DisplayName = "nothing ends the connection")]
    [DataRow(true, DisplayName = "cuts and half-closes")]
    public async Task Deliver_FaultsAtRandom_IsBeginningOfWhatWasSent(bool ends)
    {
        for (var round = 0; round < 4; round++)
        {
            var seed = Random.Shared.Next();
            TestContext.WriteLine($"seed {seed}");
            await RunAsync(new Random(seed), ends);
        }
    }

    private static async Task RunAsync(Random random, bool ends)
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = new[] { new byte[Length], new byte[Length] };
        Array.ForEach(sent, random.NextBytes);
        var seeds = new[] { random.Next(), random.Next() };

        var directions = Enum.GetValues<ProxyDirection>();
        var receiving = Task.WhenAll(directions.Select(direction => streams.ReceiveAsync(direction, Length)));
        var sending = Task.WhenAll(directions.Select(direction =>
            streams.TrySendInPiecesAsync(direction, sent[(int)direction], new Random(seeds[(int)direction]))));

        for (var fault = 0; fault < 30 && !receiving.IsCompleted; fault++)
        {
            Inject(streams.Proxy, random, ends);
            await Task.WhenAny(receiving, Task.Delay(TimeSpan.FromMilliseconds(random.Next(10)), TimeProvider.System));
        }

        if (ends)
        {
            streams.Proxy.CutAfter(ProxyDirection.ToServer, 0); // what is half-closed never ends by itself
            streams.Proxy.DropConnections();
        }

        streams.Proxy.Heal();
        var received = await receiving;
        await sending;
        foreach (var direction in directions)
        {
            var (there, here) = (sent[(int)direction], received[(int)direction]);
            Assert.IsTrue(there.AsSpan().StartsWith(here), $"{direction}: {here.Length} bytes that were not sent so");
            Assert.IsTrue(ends || here.Length == Length, $"{direction}: {here.Length} of {Length} bytes");
        }
    }

    private static void Inject(LoopbackProxy proxy, Random random, bool ends)
    {
        var direction = (ProxyDirection)random.Next(2);
        switch (random.Next(ends ? 7 : 5))
        {
            case 0:
                proxy.Delay = TimeSpan.FromMilliseconds(random.Next(20));
                break;
            case 1:
                proxy.BytesPerSecond = random.Next(10_000, 10_000_000);
                break;
            case 2:
                proxy.BlackHole(direction);
                break;
            case 3 or 4:
                proxy.Heal();
                break;
            case 5:
                proxy.CutAfter(direction, random.Next(Length));
                break;
            default:
                proxy.HalfClose(direction);
                break;
        }
    }
}
