using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture.Tests;

/// <summary>Files and types that a reader can hold in mind.</summary>
[TestClass]
public sealed class SizeTests
{
    private const int MostLines = 250;
    private const int MostParts = 3;

    private static readonly string[] Libraries =
    [
        "ZooKeeper.Client", "ZooKeeper.Coordination", "ZooKeeper.DistributedLock", "ZooKeeper.ServiceDiscovery", "ZooKeeper.DevServer", "Configuration.ZooKeeper",
        "Configuration.ZooKeeper.Revisions", "ConfigZk.Tool",
    ];

    [TestMethod]
    public void Files_OfTheLibraries_AreShort()
    {
        var tooLong = Libraries.SelectMany(name => SourceProject.Load(name).Files.Select(file => (Name: $"{name}/{file.FilePath}", Lines: file.GetText().Lines.Count - 1)))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Name} has {file.Lines} lines, more than {MostLines}.")
            .ToList();

        Assert.IsEmpty(tooLong, string.Join(Environment.NewLine, tooLong));
    }

    [TestMethod]
    public void Types_OfTheLibraries_HaveFewParts()
    {
        var spread = Libraries.SelectMany(name => SourceProject.Load(name).Files
                .SelectMany(file => file.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>())
                .Where(type => type.Parent is BaseNamespaceDeclarationSyntax && type.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PartialKeyword)))
                .CountBy(type => $"{name}: {type.Identifier.Text}"))
            .Where(type => type.Value > MostParts)
            .Select(type => $"{type.Key} is spread over {type.Value} files, more than {MostParts}.")
            .ToList();

        Assert.IsEmpty(spread, string.Join(Environment.NewLine, spread));
    }
}
