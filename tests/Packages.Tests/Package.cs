using System.IO.Compression;
using System.Xml.Linq;

namespace Packages.Tests;

/// <summary>A package of the feed, or its symbols.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;

    private Package(ZipArchive archive) => _archive = archive;

    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName);

    public static async Task<Package> OpenAsync(string name, string extension = "nupkg")
    {
        var feed = await PackageFeed.GetAsync();
        return new Package(ZipFile.OpenRead(Path.Combine(feed.Folder.FullName, $"{name}.{feed.Version}.{extension}")));
    }

    public byte[] Read(string file)
    {
        using var stream = _archive.GetEntry(file)?.Open() ?? throw new FileNotFoundException($"The package has no {file}; it has {string.Join(", ", Files)}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>The elements below <c>metadata</c> of the package's <c>nuspec</c>.</summary>
    public XElement[] Metadata(string name)
    {
        var nuspec = XDocument.Load(new MemoryStream(Read($"{name}.nuspec")));
        return [.. nuspec.Root!.Elements().Single().Elements()];
    }

    public void Dispose() => _archive.Dispose();
}
