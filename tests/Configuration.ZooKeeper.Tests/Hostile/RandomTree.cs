using System.IO.Compression;
using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Hostile;

/// <summary>Names, data and ACLs as nobody would write them on purpose, below one path.</summary>
/// <param name="random">The source of chance.</param>
/// <param name="root">The path, which exists.</param>
/// <param name="isTame">Whether a source can load the tree, because no data is malformed and all znodes are readable.</param>
internal sealed class RandomTree(Random random, string root, bool isTame)
{
    private static readonly Acl[] Unreadable = [new(Permissions.All & ~Permissions.Read, "world", "anyone")];

    private static readonly string[] Names =
    [
        "a", "A", "b", "0", "1", "01", "10", "Key", "x:y", "x__y", ":", "a:", ":a", "Ünï", "ſ", "name.with.dots", ".hidden", " space ", "%2F", "doc.json", "Doc.JSON",
        ".json", "a.json", "0.json", new string(':', 120), new string('n', 200), new string('l', 80) + ".json",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "value", "\n", "\0", "\uFEFFmark", "null", "true", "1e400", "[]", "{}", "{", "[1,2", "\"text\"", "{\"a\":1,\"A\":2}", "{\"a\":1,\"a\":2}", "{\"a:b\":{\"c\":null}}",
        "{\"\":\"\"}", "{\"a\":[{\"b\":[]},{}]}", "{\"x\":\"\\ud800\"}", "// comment\n{\"a\":1,}", "{\"a\":\"" + new string('v', 100_000) + "\"}",
    ];

    private static readonly string[] TameDocuments = ["[]", "{}", "{\"a\":1}", "{\"a:b\":{\"c\":null}}", "{\"\":\"\"}", "{\"a\":[{\"b\":[]},{}]}", "{\"A\":{\"a\":\"1\"}}", "[1,[2]]"];

    private static readonly string[] TameTexts = ["", " ", "value", "\n", "null", "true", "1e400", "[]", "\uFEFFmark"];

    private readonly List<string> _paths = [root];

    /// <summary>Gets whether an ACL was used, so that what a source sees depends on when it looked.</summary>
    public bool HasUnreadable { get; private set; }

    /// <summary>Gets the paths that may exist, children before their parents.</summary>
    public IEnumerable<string> Paths => _paths.Skip(1).Reverse();

    /// <summary>Gets the next transaction. It may be impossible.</summary>
    public Multi Next()
    {
        var multi = new Multi();
        for (var count = random.Next(3) == 0 ? random.Next(1, 6) : 1; count > 0; count--)
        {
            Add(multi);
        }

        return multi;
    }

    private void Add(Multi multi)
    {
        var path = _paths[random.Next(_paths.Count)];
        switch (random.Next(6))
        {
            case 0 when path != root:
                multi.Delete(path);
                break;
            case 1 when path != root:
                multi.SetData(path, Data(path));
                break;
            default:
                var child = ZnodePath.Combine(path, Names[random.Next(Names.Length)]);
                var isUnreadable = !isTame && random.Next(20) == 0;
                HasUnreadable |= isUnreadable;
                multi.Create(child, Data(child), acl: isUnreadable ? Unreadable : null);
                _paths.Add(child);
                break;
        }
    }

    private byte[]? Data(string path) => random.Next(10) switch
    {
        _ when isTame && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => Encoding.UTF8.GetBytes(TameDocuments[random.Next(TameDocuments.Length)]),
        > 1 when isTame => Encoding.UTF8.GetBytes(TameTexts[random.Next(TameTexts.Length)]),
        1 when isTame => Compress(Encoding.UTF8.GetBytes(TameTexts[random.Next(TameTexts.Length)])),
        0 => null,
        1 => Bytes(random.Next(40)),
        2 => Encoding.Unicode.GetBytes(Texts[random.Next(Texts.Length)]),
        3 => Compress(Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)])),
        4 when random.Next(10) == 0 => Compress(new byte[20_000_000]),
        5 => Compress(Bytes(100))[..random.Next(1, 20)],
        6 when random.Next(5) == 0 => Encoding.UTF8.GetBytes(Nested(random.Next(60, 3000))),
        _ => Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]),
    };

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
