using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZooKeeper.Testing;

namespace Architecture.Tests;

/// <summary>The sources of one project, bound to symbols.</summary>
internal sealed class SourceProject
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // All that this process references: the framework, the packages, and the projects below the one that is bound.
    private static readonly Dictionary<string, MetadataReference> References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .DistinctBy(path => Path.GetFileNameWithoutExtension(path))
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => (MetadataReference)MetadataReference.CreateFromFile(path));

    // Enough for an example.
    private static readonly string[] Core = ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Linq", "System.Net.Http"];

    private static readonly ConcurrentDictionary<string, SourceProject> Loaded = new();

    private readonly CSharpCompilation _compilation;

    private SourceProject(string name, IEnumerable<SyntaxTree> files, IEnumerable<MetadataReference> references) => _compilation = CSharpCompilation.Create(
        name,
        files.Append(CSharpSyntaxTree.ParseText(ImplicitUsings)),
        references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public IEnumerable<SyntaxTree> Files => _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>The project of this name below <c>src</c>. Paths of its files are relative to it.</summary>
    public static SourceProject Load(string name) => Loaded.GetOrAdd(name, Read);

    public static SourceProject Of(params (string Path, string Text)[] files) =>
        new("Example", files.Select(file => CSharpSyntaxTree.ParseText(file.Text, path: file.Path)), Core.Select(assembly => References[assembly]));

    /// <summary>Every use of a type, or of a member of one, that is declared in another file of the project.</summary>
    public IEnumerable<(string File, INamedTypeSymbol Type)> Uses() => Files.SelectMany(file =>
    {
        var model = _compilation.GetSemanticModel(file);
        return file.GetRoot().DescendantNodes()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.SimpleNameSyntax>()
            .Select(name => TypeOf(model.GetSymbolInfo(name).Symbol))
            .OfType<INamedTypeSymbol>()
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .Where(type => FilesOf(type).Any())
            .Select(type => (file.FilePath, type));
    });

    /// <summary>The files that declare a type; of a nested one, the outermost type's.</summary>
    public static IEnumerable<string> FilesOf(INamedTypeSymbol type)
    {
        var outermost = type;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return outermost.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Where(path => path.Length > 0);
    }

    private static INamedTypeSymbol? TypeOf(ISymbol? symbol) => symbol switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol => symbol.ContainingType?.OriginalDefinition,
        _ => null,
    };

    private static SourceProject Read(string name)
    {
        var folder = Path.Combine(Repository.Root, "src", name);
        return new SourceProject(name, Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.StartsWith("obj/", StringComparison.Ordinal) && !file.Path.StartsWith("bin/", StringComparison.Ordinal))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file.File), path: file.Path)),
            References.Where(reference => reference.Key != name).Select(reference => reference.Value));
    }
}
