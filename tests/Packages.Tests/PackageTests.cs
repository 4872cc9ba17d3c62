using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>What is in the packages.</summary>
[TestClass]
[TestCategory("Build")] // builds the libraries in a clone and packs them
public sealed partial class PackageTests
{
    // Of the specification of portable PDBs.
    private static readonly Guid SourceLink = new("cc110556-a091-4d38-9fec-25ab9a351a6a");

    // The platforms whose machine code is in packages beside their IL, and these packages.
    private static readonly string[] Platforms = ["linux-arm64", "linux-x64", "win-x64"];
    private static readonly string[] WithMachineCode = ["Configuration.ZooKeeper", "ZooKeeper.Client"];

    // Dependencies of others that a package was chosen for.
    private static readonly string[] Others = ["DistributedLock.Core", "YamlDotNet"];

    [AssemblyCleanup]
    public static void DeleteFeed() => PackageFeed.Delete();

    [TestMethod]
    public async Task Pack_Solution_MakesAllPackagesWithSymbols()
    {
        var feed = await PackageFeed.GetAsync();
        var expected = PackageFeed.Names.SelectMany(name => new[] { $"{name}.{feed.Version}.nupkg", $"{name}.{feed.Version}.snupkg" });
        CollectionAssert.AreEquivalent(expected.ToArray(), feed.Folder.GetFiles().Select(file => file.Name).ToArray());
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("Configuration.ZooKeeper.Revisions")]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.DevServer")]
    [DataRow("ZooKeeper.DistributedLock")]
    [DataRow("ZooKeeper.ServiceDiscovery")]
    public async Task Package_Files_AreLibraryDocumentationReadmeAndIcon(string name)
    {
        using var package = await Package.OpenAsync(name);

        var files = package.Files.Where(file => !IsOfTheFormat(file)).ToArray();
        string[] expected = [$"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml", "README.md", "icon.png"];
        CollectionAssert.AreEquivalent(WithMachineCode.Contains(name) ? [.. expected, .. Platforms.Select(platform => ImageOf(name, platform))] : expected, files);
        Assert.Contains("<summary>", Encoding.UTF8.GetString(package.Read($"lib/net10.0/{name}.xml")));
        Assert.StartsWith($"# {name}\n", Encoding.UTF8.GetString(package.Read("README.md")).ReplaceLineEndings("\n"));

        // The width and the height of a PNG are at the beginning of its first chunk.
        var icon = package.Read("icon.png");
        Assert.AreEqual("PNG", Encoding.ASCII.GetString(icon, 1, 3));
        Assert.AreEqual((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("ZooKeeper.Client")]
    public async Task Package_MachineCode_IsOfTheIlInLib(string name)
    {
        using var package = await Package.OpenAsync(name);
        var (library, hasCode) = Module(package.Read($"lib/net10.0/{name}.dll"));
        Assert.IsFalse(hasCode);
        foreach (var platform in Platforms)
        {
            Assert.AreEqual((library, true), Module(package.Read(ImageOf(name, platform))), platform);
        }
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("Configuration.ZooKeeper.Revisions")]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.DevServer")]
    [DataRow("ZooKeeper.DistributedLock")]
    [DataRow("ZooKeeper.ServiceDiscovery")]
    public async Task Package_Metadata_HasLicenceReadmeIconAndRepository(string name)
    {
        var feed = await PackageFeed.GetAsync();
        using var package = await Package.OpenAsync(name);
        var metadata = package.Metadata(name).ToDictionary(element => element.Name.LocalName);

        Assert.AreEqual("MIT", metadata["license"].Value);
        Assert.AreEqual("README.md", metadata["readme"].Value);
        Assert.AreEqual("icon.png", metadata["icon"].Value);
        Assert.IsGreaterThan(40, metadata["description"].Value.Length);
        Assert.AreEqual($"{PackageFeed.Remote}.git", metadata["repository"].Attribute("url")?.Value);
        Assert.AreEqual(feed.Commit, metadata["repository"].Attribute("commit")?.Value);
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper", "ZooKeeper.Client")]
    [DataRow("Configuration.ZooKeeper.Revisions", "ZooKeeper.Client")]
    [DataRow("ZooKeeper.Client", "")]
    [DataRow("ZooKeeper.Coordination", "ZooKeeper.Client")]
    [DataRow("ZooKeeper.DevServer", "ZooKeeper.Client")]
    [DataRow("ZooKeeper.DistributedLock", "ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.ServiceDiscovery", "ZooKeeper.Coordination")]
    public async Task Package_Dependencies_AreOfTheSameVersionOrOfTheFramework(string name, string ours)
    {
        var feed = await PackageFeed.GetAsync();
        using var package = await Package.OpenAsync(name);
        var dependencies = package.Metadata(name).Single(element => element.Name.LocalName == "dependencies").Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .ToLookup(element => element.Attribute("id")!.Value is var id && (id.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || Others.Contains(id)));

        Assert.AreEqual(ours, string.Join(", ", dependencies[false].Select(element => element.Attribute("id")!.Value)));
        Assert.IsTrue(dependencies[false].All(element => element.Attribute("version")!.Value == feed.Version));
        Assert.IsNotEmpty(dependencies[true]);
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("Configuration.ZooKeeper.Revisions")]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.DevServer")]
    [DataRow("ZooKeeper.DistributedLock")]
    [DataRow("ZooKeeper.ServiceDiscovery")]
    public async Task Symbols_SourceLink_LeadsToTheCommit(string name)
    {
        var feed = await PackageFeed.GetAsync();
        using var symbols = await Package.OpenAsync(name, "snupkg");
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols.Read($"lib/net10.0/{name}.pdb")));
        var reader = provider.GetMetadataReader();
        var links = reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)));

        var link = Assert.ContainsSingle(links);
        Assert.Contains($"https://raw.githubusercontent.com/example/configzk/{feed.Commit}/*", link);
    }

    [TestMethod]
    [DataRow("Configuration.ZooKeeper")]
    [DataRow("Configuration.ZooKeeper.Revisions")]
    [DataRow("ZooKeeper.Client")]
    [DataRow("ZooKeeper.Coordination")]
    [DataRow("ZooKeeper.DevServer")]
    [DataRow("ZooKeeper.DistributedLock")]
    [DataRow("ZooKeeper.ServiceDiscovery")]
    public async Task Readme_Links_LeadSomewhereOutsideTheRepositoryToo(string name)
    {
        using var package = await Package.OpenAsync(name);
        var readme = Encoding.UTF8.GetString(package.Read("README.md"));
        var targets = Link().Matches(readme).Select(match => match.Groups["target"].Value);
        Assert.IsEmpty(targets.Where(target => !target.StartsWith("https://", StringComparison.Ordinal)));
    }

    private static string ImageOf(string name, string platform) => $"runtimes/{platform}/lib/net10.0/{name}.dll";

    // The identity that the C# compiler gave to the IL, and whether there is machine code beside it.
    private static (Guid Id, bool HasCode) Module(byte[] library)
    {
        using var image = new PEReader(new MemoryStream(library));
        var metadata = image.GetMetadataReader();
        return (metadata.GetGuid(metadata.GetModuleDefinition().Mvid), image.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0);
    }

    private static bool IsOfTheFormat(string file) =>
        file.EndsWith(".nuspec", StringComparison.Ordinal) || file.StartsWith("_rels/", StringComparison.Ordinal) ||
        file.StartsWith("package/", StringComparison.Ordinal) || file == "[Content_Types].xml";

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
