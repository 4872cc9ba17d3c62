using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>Links in the documents lead somewhere, and to all documents.</summary>
[TestClass]
public sealed class LinkTests
{
    [TestMethod]
    public void Links_ToFilesAndFolders_AreNotDead()
    {
        var links = Documents.All.SelectMany(Link.Of).ToArray();

        Assert.IsGreaterThan(100, links.Length);
        var dead = links.Where(link => !link.IsOutside && !Path.Exists(Path.Combine(Repository.Root, link.Target)));
        Assert.AreEqual("", string.Join("\n", dead.Select(link => $"{link.Document}: {link.Text}")));
    }

    [TestMethod]
    public void Links_ToHeadings_AreNotDead()
    {
        var links = Documents.All.SelectMany(Link.Of).Where(link => !link.IsOutside && link.Anchor.Length > 0).ToArray();

        Assert.IsGreaterThan(30, links.Length);
        var dead = links.Where(link => !Headings.Of(link.Target).Contains(link.Anchor));
        Assert.AreEqual("", string.Join("\n", dead.Select(link => $"{link.Document}: {link.Text}")));
    }

    [TestMethod]
    public void Links_Outside_AreEncrypted() =>
        Assert.IsEmpty(Documents.All.SelectMany(Link.Of).Where(link => link.IsOutside && !link.Text.StartsWith("https://", StringComparison.Ordinal)));

    [TestMethod]
    public void Documents_All_AreReachedFromTheReadme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["README.md"]);
        while (open.TryDequeue(out var document))
        {
            if (reached.Add(document))
            {
                foreach (var target in Link.Of(document).Where(link => !link.IsOutside).SelectMany(link => DocumentsAt(link.Target)))
                {
                    open.Enqueue(target);
                }
            }
        }

        // The readmes of the packages are for those who come from there.
        Assert.IsEmpty(Documents.All.Where(document => !document.StartsWith("src/", StringComparison.Ordinal)).Except(reached));
    }

    // A link to a folder shows what is in it.
    private static IEnumerable<string> DocumentsAt(string target) =>
        Documents.All.Where(document => document == target || Path.GetDirectoryName(document)?.Replace('\\', '/') == target);
}
