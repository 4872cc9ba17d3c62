using System.IO.Compression;
using System.Xml.Linq;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>Clones without an address, as of a folder, and the packages that are made from them.</summary>
internal sealed class PackedClones : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("configzk-versions-");
    private int _packs;

    public PackedClones() => Full = _folder.CreateSubdirectory("full");

    public DirectoryInfo Full { get; }

    public async Task CommitAsync(string message)
    {
        if (!Directory.Exists(Path.Combine(Full.FullName, ".git")))
        {
            Repository.CopyTo(Full, "src", "docs");
            await OutsideProgram.RunAsync(Full, "git", "init", "--quiet");
            await OutsideProgram.RunAsync(Full, "git", "add", "--all");
            await GitCommitAsync("first");
        }

        await GitCommitAsync(message);
    }

    public async Task<DirectoryInfo> CloneShallowAsync()
    {
        await OutsideProgram.RunAsync(_folder, "git", "clone", "--quiet", "--depth", "1", new Uri(Full.FullName).AbsoluteUri, "shallow");
        return new DirectoryInfo(Path.Combine(_folder.FullName, "shallow"));
    }

    /// <summary>Packs the client, which has no dependency of ours.</summary>
    public async Task<(string Version, string Repository)> PackAsync(DirectoryInfo clone, params string[] arguments)
    {
        var output = _folder.CreateSubdirectory($"packages-{_packs++}");
        await OutsideProgram.RunAsync(
            clone, OutsideProgram.Dotnet, ["pack", Path.Combine("src", "ZooKeeper.Client"), "-c", "Release", "-o", output.FullName, .. arguments]);
        using var package = ZipFile.OpenRead(output.EnumerateFiles("*.nupkg").Single().FullName);
        using var nuspec = package.GetEntry("ZooKeeper.Client.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName);
        return (metadata["version"].Value, metadata["repository"].Attribute("url")?.Value ?? "");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task<string> GitCommitAsync(string message) => OutsideProgram.RunAsync(
        Full, "git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=none",
        "commit", "--quiet", "--allow-empty", "--message", message);
}
