using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>A validation that reloads the configuration it validates: an error says so, and nothing waits for ever.</summary>
[TestClass]
public sealed class ReloadInsideValidationTests
{
    private const int ReloadFailedEvent = 2003;

    [TestMethod]
    [DataRow(false, false, "inside the validation of Configuration.ZooKeeper.Tests.Validation.Shop")]
    [DataRow(true, false, "inside the validation of Configuration.ZooKeeper.Tests.Validation.Shop")]
    [DataRow(true, true, "A validation must not wait for a reload")]
    public async Task Reload_InsideValidation_FailsAndTheChangeIsSeen(bool onAnotherThread, bool withoutContext, string reason)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options =>
        {
            options.StartupTimeout = withoutContext ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(1); // the last case waits for it
            options.Connection.LoggerFactory = log;
        });
        void Reload()
        {
            if (!onAnotherThread)
            {
                configuration.Reload();
                return;
            }

            var thread = new Thread(configuration.Reload);
            if (withoutContext)
            {
                thread.UnsafeStart();
            }
            else
            {
                thread.Start();
            }

            thread.Join();
        }

        using var host = await ValidatedHost.StartAsync(configuration, shop => shop.Validate(shop =>
        {
            if (shop.Title == "two")
            {
                Reload();
            }

            return true;
        }));

        await tree.SetAsync("Title", "two");

        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.Contains(reason, log.Of(ReloadFailedEvent).First().Text);
        await tree.SetAsync("Title", "three");
        await Eventually.TrueAsync(() => host.Monitor.CurrentValue.Title == "three");
    }
}
