using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary>Blocking calls on a thread whose synchronisation context needs that very thread, as in desktop applications.</summary>
[TestClass]
public sealed class BlockedContextTests
{
    [TestMethod]
    public async Task LoadReloadBindDispose_UnderBlockedContext_Return()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        string? title = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new DeadContext());
            try
            {
                using var configuration = tree.Load();
                configuration.Reload();
                using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Shop>(configuration).BuildServiceProvider();
                title = services.GetRequiredService<IOptions<Shop>>().Value.Title;
            }
            catch (Exception e)
            {
                failure = e;
            }
        }) { IsBackground = true };

        thread.Start();

        Assert.IsTrue(thread.Join(TimeSpan.FromSeconds(30)), "The thread is still blocked.");
        Assert.IsNull(failure);
        Assert.AreEqual("one", title);
    }

    /// <summary>Runs nothing: its thread is blocked.</summary>
    private sealed class DeadContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }

        public override void Send(SendOrPostCallback d, object? state) => throw new InvalidOperationException("The thread is blocked.");
    }

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
