using System.ComponentModel.DataAnnotations;
using System.Text;
using Configuration.ZooKeeper.Documents;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Hostile;

/// <summary>The name of a property in a document can contain anything. It must not write log lines of its own.</summary>
[TestClass]
public sealed class ControlCharactersTests
{
    private const string Name = "Limit\nfail: forged";
    private const string Shown = "Limit\\nfail: forged";

    private static readonly string Document = """{ "NAME": "1" }""".Replace("NAME", Name.Replace("\n", "\\n"));

    [TestMethod]
    [DataRow("plain – Grüße 猫 😀", "plain – Grüße 猫 😀")]
    [DataRow("a\r\n\tb", "a\\r\\n\\tb")]
    [DataRow("\u001b[2J\u0085\u2028\u2029\u202e\ufeff", "\\u001b[2J\\u0085\\u2028\\u2029\\u202e\\ufeff")]
    [TestCategory("NoServer")]
    public void Of_AnyText_IsOneLine(string text, string shown) => Assert.AreEqual(shown, PrintableText.Of(text));

    [TestMethod]
    public async Task Load_KeyTwiceInADocument_TheReasonIsOneLine()
    {
        await using var tree = await Subtree.CreateAsync(("App.json", """{ "NAME": "1", "name": "2" }""".Replace("NAME", "A\\nB").Replace("name", "a\\nb")));

        var exception = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load());

        Assert.Contains("has the key 'a\\nb' twice", exception.Message);
        Assert.IsFalse(exception.Message.Any(char.IsControl), exception.Message);
    }

    [TestMethod]
    public async Task Load_DocumentsCollide_TheWarningIsOneLine()
    {
        await using var tree = await Subtree.CreateAsync(("App.json", Document), ("app.json", Document));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);

        Assert.AreEqual("1", configuration[$"app:{Name}"]);
        Assert.Contains($"app:{Shown}", log.Of(2004).Single().Text, StringComparison.OrdinalIgnoreCase);
        AssertNoLineIsForged(log);
    }

    [TestMethod]
    public async Task Life_OfAHostWithSuchNames_EveryLineAndStatusIsOneLine()
    {
        await using var tree = await Subtree.CreateAsync(("App.json", Document));
        var log = new RecordingLogging();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddZooKeeper(tree.Options(options =>
        {
            options.MinReloadInterval = TimeSpan.Zero;
            options.Connection.LoggerFactory = log;
        }));
        builder.Services.AddHealthChecks().AddZooKeeperConfiguration();
        builder.Services.AddOptions<Guarded>().Configure<IConfiguration>((guarded, configuration) => guarded.Limit = configuration.GetValue<int>($"App:{Name}")).ValidateOnReload();
        builder.Services.AddOptions<Listening>().Configure<IConfiguration>((listening, configuration) =>
            listening.Words = configuration[$"App:{Name}"] == "2" ? throw new FormatException($"'{configuration[$"App:{Name}"]}'") : "").BindConfiguration("None");
        using var host = builder.Build();
        await host.StartAsync();
        using var listening = host.Services.GetRequiredService<IOptionsMonitor<Listening>>().OnChange(_ => { });
        var status = host.Services.GetRequiredService<ZooKeeperConfigurationStatus>();

        await tree.SetAsync("App.json", Document.Replace("\"1\"", "\"x\""));
        await Eventually.TrueAsync(() => status.Sources.Single().RejectedReload is not null);
        var rejected = status.Sources.Single().RejectedReload!;
        Assert.Contains($"the value of 'App:{Shown}' cannot be converted", rejected.Reason);
        Assert.IsFalse($"{rejected}{rejected.InvalidOptions.Single()}".Any(char.IsControl));
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.IsFalse(health.Entries.Single().Value.Description!.Any(char.IsControl));

        await tree.SetAsync("App.json", Document.Replace("\"1\"", "\"2\""));
        await Eventually.TrueAsync(() => log.Of(2005).Any());
        Assert.Contains($"it is about the value of 'App:{Shown}'", log.Of(2005).First().Text);
        Assert.IsFalse(status.Sources.Single().LastError!.Any(char.IsControl));
        await host.StopAsync();
        AssertNoLineIsForged(log);
    }

    [TestMethod]
    public async Task Load_ImportOfAnAuthorWithALineBreak_TheReasonIsOneLine()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "1"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);

        await tree.SetAsync(".configzk-import", Encoding.UTF8.GetBytes("""{ "by": "ann\nfail: forged", "done": 1, "batches": 2 }"""));

        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.AreEqual("An import by ann\\nfail: forged, 1 of 2, is under way.", configuration.Status().RejectedReload!.Reason);
    }

    private static void AssertNoLineIsForged(RecordingLogging log)
    {
        foreach (var line in log.Lines)
        {
            Assert.DoesNotContain("\nfail", line.Text);
            Assert.DoesNotContain("\nfail", line.Values);
        }
    }

    private sealed class Guarded
    {
        [Range(0, 9)]
        public int Limit { get; set; }
    }

    private sealed class Listening
    {
        public string Words { get; set; } = "";
    }
}
