using System.Globalization;
using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>Packages of two commits, or of a changed tree, have different versions. A cache would hide the second ones otherwise.</summary>
[TestClass]
[TestCategory("Build")] // packs several times
public sealed partial class VersionTests
{
    [TestMethod]
    public async Task Pack_CommitsAndChangesOfAShallowClone_HaveDifferentVersionsAndAnAddress()
    {
        using var clones = new PackedClones();
        await clones.CommitAsync("second");
        var full = await clones.PackAsync(clones.Full);
        Assert.MatchesRegex(OfCommit(), full.Version);
        Assert.AreEqual("0.1.0-dev.2", full.Version[..full.Version.IndexOf(".g", StringComparison.Ordinal)]);
        Assert.StartsWith("file:///", full.Repository, "the clone has no remote");
        Assert.AreEqual(full.Version, (await clones.PackAsync(clones.Full)).Version, "nothing has changed");

        await clones.CommitAsync("third");
        var next = await clones.PackAsync(clones.Full);
        Assert.AreNotEqual(full.Version, next.Version);

        var shallow = await clones.CloneShallowAsync();
        var ofShallow = await clones.PackAsync(shallow);
        Assert.MatchesRegex(OfCommit(), ofShallow.Version);
        Assert.StartsWith("file:///", ofShallow.Repository);

        var file = Path.Combine(shallow.FullName, "src", "ZooKeeper.Client", "A new file.cs");
        await File.WriteAllTextAsync(file, "// changed");
        File.SetLastWriteTimeUtc(file, new DateTime(2040, 1, 2, 3, 4, 5, DateTimeKind.Utc));
        Assert.AreEqual($"{ofShallow.Version}.dirty-20400102030405", (await clones.PackAsync(shallow)).Version);

        File.SetLastWriteTimeUtc(file, new DateTime(2040, 1, 2, 3, 4, 6, DateTimeKind.Utc));
        Assert.AreEqual($"{ofShallow.Version}.dirty-20400102030406", (await clones.PackAsync(shallow)).Version);

        File.Delete(file);
        File.Delete(Path.Combine(shallow.FullName, "src", "ZooKeeper.Client", "PublicAPI.Shipped.txt"));
        var deleted = (await clones.PackAsync(shallow, "-p:RunAnalyzers=false")).Version;
        Assert.StartsWith($"{ofShallow.Version}.dirty-{TimeProvider.System.GetUtcNow().ToString("yyyy", CultureInfo.InvariantCulture)}", deleted);
        Assert.AreEqual("0.1.0", (await clones.PackAsync(shallow, "-p:Version=0.1.0", "-p:RunAnalyzers=false")).Version);
    }

    [GeneratedRegex(@"^0\.1\.0-dev\.\d+\.g[0-9a-f]{8}$")]
    private static partial Regex OfCommit();
}
