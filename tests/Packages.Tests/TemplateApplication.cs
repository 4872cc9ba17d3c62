namespace Packages.Tests;

/// <summary>An application from a template of the SDK, with the packages of this repository, as the documents tell a newcomer to make it.</summary>
internal sealed class TemplateApplication : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("configzk-newcomer-");

    private TemplateApplication(string name) => Folder = new DirectoryInfo(Path.Combine(_parent.FullName, name));

    public DirectoryInfo Folder { get; }

    public static async Task<TemplateApplication> CreateAsync(string template, string name, params string[] packages)
    {
        var application = new TemplateApplication(name);
        try
        {
            await application.AddAsync(await PackageFeed.GetAsync(), template, name, packages);
            return application;
        }
        catch
        {
            application.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the program and builds it.</summary>
    public async Task BuildAsync(string program)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.FullName, "Program.cs"), program);
        await OutsideProgram.RunAsync(Folder, OutsideProgram.Dotnet, "build", "-o", "out");
    }

    public OutsideProgram Start(params string[] arguments) =>
        OutsideProgram.Start(Folder, OutsideProgram.Dotnet, [Path.Combine("out", $"{Folder.Name}.dll"), .. arguments]);

    /// <summary>Publishes the program as a file that runs without <c>dotnet</c>. A warning of the trimmer is an error.</summary>
    public async Task PublishAsync(string program, string way, string contained)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder.FullName, "Program.cs"), program);
        await OutsideProgram.RunAsync(
            Folder, OutsideProgram.Dotnet, "publish", "-c", "Release", "-o", "published", "--use-current-runtime", contained, way,
            "-p:EnableConfigurationBindingGenerator=true", "-p:TreatWarningsAsErrors=true");
    }

    public OutsideProgram StartPublished(params string[] arguments) =>
        OutsideProgram.Start(Folder, Path.Combine(Folder.FullName, "published", OperatingSystem.IsWindows() ? $"{Folder.Name}.exe" : Folder.Name), arguments);

    public void Dispose() => _parent.Delete(recursive: true);

    private async Task AddAsync(PackageFeed feed, string template, string name, string[] packages)
    {
        // The packages of a test stay out of the machine's cache.
        var cache = await OutsideProgram.RunAsync(_parent, OutsideProgram.Dotnet, "nuget", "locals", "global-packages", "--list");
        await File.WriteAllTextAsync(Path.Combine(_parent.FullName, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{Path.Combine(_parent.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache[(cache.IndexOf(": ", StringComparison.Ordinal) + 2)..]}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """);
        await OutsideProgram.RunAsync(_parent, OutsideProgram.Dotnet, "new", template, "-o", name);
        await File.WriteAllTextAsync(
            Path.Combine(Folder.FullName, "nuget.config"),
            $"""<configuration><packageSources><add key="configzk" value="{feed.Folder.FullName}" /></packageSources></configuration>""");
        foreach (var package in packages)
        {
            await OutsideProgram.RunAsync(Folder, OutsideProgram.Dotnet, "add", "package", package, "--prerelease");
        }
    }
}
