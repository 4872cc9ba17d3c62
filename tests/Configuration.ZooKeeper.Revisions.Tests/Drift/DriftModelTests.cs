using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Drift;

/// <summary>Random applies, foreign writes, ACLs, ephemeral znodes and compactions, against a model of what is recorded: drift is what was written past it, exactly.</summary>
[TestClass]
public sealed class DriftModelTests
{
    private static readonly string[] Paths = ["A", "B", "C", "S/A", "S/B", "T/A"];

    private readonly SortedDictionary<string, string> _recorded = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _present = new(StringComparer.Ordinal);

    [TestMethod]
    public async Task Drift_AnyHistory_IsNeitherHiddenNorInvented()
    {
        var random = new Random(FuzzSeed.Next(Console.WriteLine));
        await using var shop = await Shop.OpenAsync(new ManagedRootOptions { MaxRevisions = 12 });
        await shop.ApplyAsync(("S", ""), ("T", ""));
        (_recorded["S"], _recorded["T"], _recorded[""]) = ("", "", "");
        Copy(_recorded, _present);

        for (var step = 0; step < Effort.Of(daily: 150, nightly: 3000); step++)
        {
            await StepAsync(shop, random);
            var drift = await shop.Root.DriftAsync();
            Assert.AreEqual(Expected(), string.Join(", ", drift.Changes), $"step {step}");
            Assert.AreEqual(drift.IsClean, !(await shop.Root.ReadAsync()).HasDrift, $"step {step}");
        }
    }

    private async Task StepAsync(Shop shop, Random random)
    {
        var path = Paths[random.Next(Paths.Length)];
        var value = $"{random.Next(3)}";
        switch (random.Next(9))
        {
            case 0 or 1:
                await WriteAsync(shop, path, value);
                break;
            case 2 when _present.Remove(path):
                await shop.Client.DeleteAsync(shop.PathOf(path));
                break;
            case 3 when _present.ContainsKey(path):
                await shop.Client.SetAclAsync(shop.PathOf(path), Acl.Open);
                break;
            case 4:
                await shop.Client.CreateAsync($"{shop.PathOf("S")}/e-", [], CreateMode.EphemeralSequential);
                break;
            case 5 when _recorded.SequenceEqual(_present):
                await shop.Root.CompactAsync();
                break;
            case 6:
                await shop.Root.AdoptAsync("adopted", Shop.Alice);
                Copy(_present, _recorded);
                break;
            case 7:
                var revert = await shop.Root.PlanDriftRevertAsync();
                if (!revert.IsEmpty)
                {
                    await shop.Root.ApplyAsync(revert, "reverted", Shop.Alice);
                }

                Copy(_recorded, _present);
                break;
            default:
                await ApplyAsync(shop, path, value);
                break;
        }
    }

    private async Task WriteAsync(Shop shop, string path, string value)
    {
        if (_present.ContainsKey(path))
        {
            await shop.WriteAsync(path, value);
        }
        else
        {
            await shop.Client.CreateAsync(shop.PathOf(path), Encoding.UTF8.GetBytes(value));
        }

        _present[path] = value;
    }

    private async Task ApplyAsync(Shop shop, string path, string value)
    {
        var plan = await shop.Root.PlanAsync(Shop.State((path, value)));
        if (_recorded.SequenceEqual(_present))
        {
            await shop.Root.ApplyAsync(plan, "applied", Shop.Alice);
            (_recorded[path], _present[path]) = (value, value);
        }
        else
        {
            Assert.AreEqual(
                ConflictReason.Drift, (await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(plan, "applied", Shop.Alice))).Reason);
        }
    }

    private string Expected() => string.Join(", ", _recorded.Keys.Union(_present.Keys).Order(StringComparer.Ordinal)
        .Where(path => _recorded.GetValueOrDefault(path) != _present.GetValueOrDefault(path))
        .Select(path => $"{(!_recorded.ContainsKey(path) ? "Create" : !_present.ContainsKey(path) ? "Delete" : "Set")} {path}"));

    private static void Copy(SortedDictionary<string, string> from, SortedDictionary<string, string> to)
    {
        to.Clear();
        foreach (var (path, value) in from)
        {
            to.Add(path, value);
        }
    }
}
