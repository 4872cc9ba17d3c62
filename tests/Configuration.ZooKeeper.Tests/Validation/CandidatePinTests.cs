using Configuration.ZooKeeper.Pinning;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Tests.Validation;

/// <summary>What a thread sees that is pinned to a state which is not published.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class CandidatePinTests
{
    private readonly OfflineSource _source = new(("Title", "published"));
    private readonly OfflineSource _other = new(("Other", "1"));

    private ConfigurationRoot Both => new([_source.Provider, _other.Provider]);

    [TestCleanup]
    public void Unpin() => StatePin.Resume(suspended: null);

    [TestMethod]
    public void Read_Source_IsTheCandidate()
    {
        var pin = Enter(("Title", "candidate"), ("New", "1"));

        Assert.AreEqual("candidate", _source.Configuration["Title"]);
        CollectionAssert.AreEquivalent(new[] { "Title", "New" }, _source.Configuration.GetChildren().Select(section => section.Key).ToArray());

        StatePin.Exit(pin);
        Assert.AreEqual("published", _source.Configuration["Title"]);
    }

    [TestMethod]
    public void Read_OtherSource_IsOnePublishedState()
    {
        var configuration = Both;
        var pin = Enter(("Title", "candidate"));

        Assert.AreEqual("1", configuration["Other"]);
        _other.Publish(("Other", "2"));
        Assert.AreEqual("1", configuration["Other"]);
        Assert.AreEqual("candidate", configuration["Title"]);

        StatePin.Exit(pin);
        Assert.AreEqual("2", configuration["Other"]);
    }

    [TestMethod]
    public void Read_OtherThread_IsNotPinned()
    {
        var pin = Enter(("Title", "candidate"));
        string? seen = null;
        var thread = new Thread(() => seen = _source.Configuration["Title"]);
        thread.Start();
        thread.Join();
        StatePin.Exit(pin);

        Assert.AreEqual("published", seen);
    }

    [TestMethod]
    public void Create_CheckedOptions_AreOfTheCandidateOnce()
    {
        using var services = Services();
        var factory = services.GetRequiredService<IOptionsFactory<Shop>>();
        var pin = Enter(("Title", "candidate"));

        Assert.AreEqual("candidate", factory.Create("").Title);
        Assert.AreEqual("published", factory.Create("").Title);
        Assert.AreEqual("candidate", _source.Configuration["Title"]);

        StatePin.Exit(pin);
    }

    [TestMethod]
    public void Create_OtherTypeOrName_IsPublishedAndLeavesThePin()
    {
        using var services = Services();
        var pin = Enter(("Title", "candidate"));

        Assert.AreEqual("published", services.GetRequiredService<IOptions<OtherShop>>().Value.Title);
        Assert.AreEqual("published", services.GetRequiredService<IOptionsMonitor<Shop>>().Get("named").Title);
        Assert.AreEqual("candidate", _source.Configuration["Title"]);
        Assert.AreEqual("candidate", services.GetRequiredService<IOptionsFactory<Shop>>().Create("").Title);

        StatePin.Exit(pin);
    }

    [TestMethod]
    public void Create_OtherType_IsOnePublishedState()
    {
        using var services = new ServiceCollection().AddZooKeeperConfiguration().AddOptions<OtherShop>()
            .Configure(shop => shop.Title = _source.Configuration["Title"] ?? "")
            .Configure(shop =>
            {
                _source.Publish(("Title", "later"));
                shop.Title += $", {_source.Configuration["Title"]}";
            })
            .Services.BuildServiceProvider();
        var pin = Enter(("Title", "candidate"));

        Assert.AreEqual("published, published", services.GetRequiredService<IOptions<OtherShop>>().Value.Title);

        StatePin.Exit(pin);
        Assert.AreEqual("later", _source.Configuration["Title"]);
    }

    [TestMethod]
    public void Create_OtherTypeThrows_LeavesThePin()
    {
        using var services = new ServiceCollection().AddZooKeeperConfiguration().AddOptions<OtherShop>()
            .Configure(_ => throw new InvalidOperationException()).Services.BuildServiceProvider();
        var pin = Enter(("Title", "candidate"));

        Assert.ThrowsExactly<InvalidOperationException>(() => services.GetRequiredService<IOptions<OtherShop>>().Value);
        Assert.AreEqual("candidate", _source.Configuration["Title"]);

        StatePin.Exit(pin);
        Assert.AreEqual("published", _source.Configuration["Title"]);
    }

    [TestMethod]
    public void PinZooKeeper_Inside_ChangesNothing()
    {
        var pin = Enter(("Title", "candidate"));

        using (_source.Configuration.PinZooKeeper())
        {
            Assert.AreEqual("candidate", _source.Configuration["Title"]);
        }

        Assert.AreEqual("candidate", _source.Configuration["Title"]);
        StatePin.Exit(pin);
    }

    [TestMethod]
    public void Set_BeforeOrInside_IsSeenByNobodyInside()
    {
        using var services = Services();
        var configuration = _source.Configuration;
        configuration["Title"] = "set";
        configuration["Local"] = "1";
        Assert.AreEqual("set", configuration["Title"]);
        var pin = Enter(("Title", "candidate"));

        configuration["Section:Set"] = "inside";

        Assert.AreEqual("candidate", configuration["Title"]);
        Assert.IsNull(configuration["Section:Set"]);
        CollectionAssert.AreEqual(new[] { "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
        Assert.AreEqual("set", services.GetRequiredService<IOptions<OtherShop>>().Value.Title, "Other options are as they are in effect.");

        StatePin.Exit(pin);
        Assert.AreEqual("set", configuration["Title"]);
        Assert.AreEqual("inside", configuration["Section:Set"]);
    }

    [TestMethod]
    public void Set_ThenPublish_IsGone()
    {
        var configuration = _source.Configuration;
        configuration["Title"] = "set";
        configuration["Local"] = "1";

        _source.Publish(("Title", "later"));

        Assert.AreEqual("later", configuration["Title"]);
        Assert.IsNull(configuration["Local"]);
        configuration["New"] = "1";
        Assert.IsNull(configuration["Local"]);
        CollectionAssert.AreEquivalent(new[] { "Title", "New" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    private StatePin Enter(params (string Key, string? Value)[] candidate) =>
        StatePin.EnterCandidate(_source.Source.State, OfflineSource.State(candidate), typeof(Shop), "");

    private ServiceProvider Services() => new ServiceCollection().AddZooKeeperConfiguration()
        .Configure<Shop>(_source.Configuration).Configure<Shop>("named", _source.Configuration).Configure<OtherShop>(_source.Configuration)
        .BuildServiceProvider();

    private sealed class OtherShop
    {
        public string Title { get; set; } = "";
    }
}
