using System.Xml.Linq;
using ZooKeeper.Testing;

namespace Packages.Tests;

/// <summary>An application outside the repository that has the packages from a local folder, as a user's has.</summary>
internal sealed class NewApplication : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("configzk-application-");

    private NewApplication()
    {
    }

    /// <summary>Restores and builds an application of one file.</summary>
    /// <param name="sdk">The SDK of the project.</param>
    /// <param name="program">Its code.</param>
    /// <param name="packages">The packages it has; those that are not ours in the versions of this repository.</param>
    public static async Task<NewApplication> BuildAsync(string sdk, string program, params string[] packages)
    {
        var application = new NewApplication();
        try
        {
            await application.WriteAsync(await PackageFeed.GetAsync(), sdk, program, packages);
            await OutsideProgram.RunAsync(application._folder, OutsideProgram.Dotnet, "build", "-c", "Release", "-o", "out");
            return application;
        }
        catch
        {
            application.Dispose();
            throw;
        }
    }

    /// <summary>The full paths of the packages' libraries that the application was built with.</summary>
    public IEnumerable<FileInfo> Libraries => new DirectoryInfo(Path.Combine(_folder.FullName, "out")).EnumerateFiles("*.dll");

    public OutsideProgram Start(params KeyValuePair<string, string>[] variables) =>
        OutsideProgram.Start(_folder, OutsideProgram.Dotnet, [Path.Combine("out", "Application.dll")], variables);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task WriteAsync(PackageFeed feed, string sdk, string program, string[] packages)
    {
        // Whatever the machine's sources are, and the packages in the folder. They are unpacked beside the application; the cache of the machine gets none of them.
        await WriteAsync("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="local" value="{feed.Folder.FullName}" />
              </packageSources>
            </configuration>
            """);
        var cache = await OutsideProgram.RunAsync(_folder, OutsideProgram.Dotnet, "nuget", "locals", "global-packages", "--list");
        await WriteAsync("Application.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <OutputType>Exe</OutputType>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>packages</RestorePackagesPath>
                <RestoreFallbackFolders>{cache[(cache.IndexOf(": ", StringComparison.Ordinal) + 2)..]}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                {string.Join('\n', packages.Select(package => $"""<PackageReference Include="{package}" Version="{VersionOf(package, feed)}" />"""))}
              </ItemGroup>
            </Project>
            """);
        await WriteAsync("Program.cs", program);
    }

    private Task WriteAsync(string file, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), text);

    private static string VersionOf(string package, PackageFeed feed) => PackageFeed.Names.Contains(package)
        ? feed.Version
        : XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Single(element => element.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
