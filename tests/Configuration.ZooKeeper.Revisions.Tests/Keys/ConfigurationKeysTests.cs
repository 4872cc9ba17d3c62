using System.Text;

namespace Configuration.ZooKeeper.Revisions.Tests.Keys;

[TestClass]
public sealed class ConfigurationKeysTests
{
    [TestMethod]
    public async Task Of_ZnodesAndDocuments_AreTheKeysOfTheProvider()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "Corner shop"), ("Db.json", """{ "Timeout": 30, "Hosts": ["a", "b"] }"""), ("Db/Timeout", "40"), ("Section", ""), ("Section/Key", "x"), ("Null", null));

        var keys = ConfigurationKeys.Of((await shop.Root.ReadAsync()).Tree);

        Assert.AreEqual(
            "Db:Hosts:0=a Db:Hosts:1=b Db:Timeout=40 Section:Key=x Title=Corner shop", string.Join(' ', keys.Select(key => $"{key.Key}={key.Value}")));
        Assert.AreEqual("Db/Timeout", keys.Single(key => key.Key == "Db:Timeout").Path);
        Assert.DoesNotContain("Corner", string.Join(' ', keys));
    }

    [TestMethod]
    public async Task Check_MalformedZnodes_NamesAllOfThemWithoutTheirValues()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Root.ApplyAsync(
            await shop.Root.PlanAsync(new DesiredState().Set("Good", "x").Set("Image", new byte[] { 0xFF, 0xD8 }).Set("Db.json", "{ hunter2")), "test", Shop.Alice);

        var faults = ConfigurationKeys.Check((await shop.Root.ReadAsync()).Tree);

        CollectionAssert.AreEqual(new[] { "Db.json", "Image" }, faults.Keys.ToArray());
        Assert.Contains(shop.PathOf("Db.json"), faults["Db.json"]);
        Assert.DoesNotContain("hunter2", faults["Db.json"]);
    }

    [TestMethod]
    public void Changes_OfADocument_AreThoseOfItsKeys()
    {
        var changes = ConfigurationKeys.Changes("Db.json", """{ "A": 1, "B": 2 }"""u8.ToArray(), """{ "B": 3, "C": 4 }"""u8.ToArray());

        Assert.AreEqual("Delete Db:A, Set Db:B, Create Db:C", string.Join(", ", changes));
        Assert.AreEqual(("2", "3"), (changes[1].OldValue, changes[1].NewValue));
    }

    [TestMethod]
    public async Task Blame_ZnodesAndKeysOfADocument_EachHasItsRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Client.CreateAsync(shop.Root.Path);
        await shop.Client.CreateAsync(shop.PathOf("Found"), "x"u8.ToArray());
        await shop.ApplyAsync(("Title", "1"), ("Db.json", """{ "A": 1, "B": 2 }"""));
        await shop.ApplyAsync(("Title", "2"), ("Byhand", "a"));
        await shop.ApplyAsync(("Db.json", """{ "A": 1, "B": 3 }"""));
        await shop.WriteAsync("Byhand", "b");

        var blame = await shop.Root.BlameAsync();

        var shown = blame.Where(line => line.Path.Length > 0).Select(line => $"{line.Key}={(line.IsDrift ? "drift" : line.Revision?.Number.ToString() ?? "older")}");
        Assert.AreEqual("Byhand=drift Db:A=1 Db:B=3 Found=older Title=2", string.Join(' ', shown));
        Assert.AreEqual("Db:A=1 Db:B=3", string.Join(' ', (await shop.Root.BlameAsync("Db.json")).Select(line => $"{line.Key}={line.Revision?.Number}")));
    }

    [TestMethod]
    public void Of_GzipData_IsInflated()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes("""{ "A": 1 }"""));
        }

        Assert.AreEqual("Create Doc:A", string.Join(", ", ConfigurationKeys.Changes("Doc.json", null, compressed.ToArray())));
    }
}
