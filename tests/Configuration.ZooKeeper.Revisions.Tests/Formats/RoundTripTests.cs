using System.Text;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Formats;

/// <summary>What is exported and applied elsewhere is the same, byte by byte, or is rejected when it is exported.</summary>
[TestClass]
public sealed class RoundTripTests
{
    private static readonly string[] Names =
    [
        "Db", "db", "Timeout", "0", "1", "10", "a.b", "..a", "...", "a:b", "__", "a__b", "_x", "x_", "null", "~", "true", "1e3", "-", "- a", "#x", "!x", "=", "a=b", " ", " a", "a ", "a b",
        "\"", "'", "\\", "a\\u0041", "%", "%2F", "%data", "%null", ".git", ".env", "con", "nul", "aux.txt", "a*b?", "<a>", "a|b", "{", "[x]", "&a", "*a", "@", "`", "a, b", "ü", "日本", "é", "e\u0301",
        "\u00A0", "\u2028", "\u200B", "\u202E", "\uFF0F", "\uF900", "\uFEFF", "Db.json", "<<", "%zz", "A", new string('n', 60),
    ];

    private static readonly byte[]?[] Values =
    [
        null, [], .. new[]
        {
            "30", "true", "null", "~", " ", "  x  ", "a\nb", "a\r\nb\n", "\n", "\t", "# no comment", "a: b", "- x", "'q'", "\"q\"", "a\\nb", "\\", "\\\\", "${X}", "$X", "ü日本🌙", "\u0000", "\u0001\u007F",
            "\uFEFFbom", "\u2028", "\u0085", "\uFFFE\uFFFF", "=x", "a=b#c", "!!binary", "|", ">", "%", "@", "`", "*a", "&a", "{}", "[]", "enc:v1:x", "1e3", "0x10", new string('x', 3000), string.Concat(Enumerable.Repeat("long words ", 50)),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE, 0x00], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x1F, 0x8B, 0x08],
    ];

    [TestMethod]
    [DataRow(StateFormat.Znodes, 0)]
    [DataRow(StateFormat.Folder, 0)]
    [DataRow(StateFormat.Yaml, 5)]
    [DataRow(StateFormat.Json, 5)]
    [DataRow(StateFormat.Properties, 20)]
    [DataRow(StateFormat.Env, 100)]
    public async Task Export_RandomTrees_ComeBackByteByByteOrAreRejected(StateFormat format, int acceptedRejections)
    {
        var seed = FuzzSeed.Next(Console.WriteLine);
        var random = new Random(seed);
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var (runs, rejected) = (Effort.Of(40, 400), 0);
        for (var run = 0; run < runs; run++)
        {
            // The formats that cannot contain everything also get trees without it, to have something to read back.
            var isPlain = acceptedRejections > 0 && run % 2 == 0;
            await using var source = await ManagedRoot.OpenAsync(client, $"/source{run}");
            await source.ApplyAsync(await source.PlanAsync(RandomState(random, format, isPlain)), "test", Shop.Alice);
            var tree = (await source.ReadAsync()).Tree;
            DesiredState read;
            try
            {
                read = await ExportAndReadAsync(tree, format);
            }
            catch (InvalidInputException e)
            {
                rejected++;
                Assert.IsFalse(isPlain, e.Message);
                continue;
            }

            await using var target = await ManagedRoot.OpenAsync(client, $"/target{run}");
            await target.ApplyAsync(await target.PlanAsync(read), "test", Shop.Alice);
            var difference = StateDifference.Between(tree, (await target.ReadAsync()).Tree);
            Assert.IsEmpty(difference, $"run {run}: {string.Join(", ", difference)}: {string.Join(' ', difference.Select(change => $"{Hex(change.OldData)} → {Hex(change.NewData)}"))}");
            Assert.IsTrue((await source.PlanAsync(read, new PlanOptions { Prune = true, AllowDeletingAll = true })).IsEmpty, "a second plan of an export");
        }

        Console.WriteLine($"{format}: {runs} trees, {rejected} rejected");
        Assert.IsTrue(acceptedRejections > 0 || rejected == 0, $"{rejected} rejected");
    }

    private static string Hex(byte[]? data) => data is null ? "null" : Convert.ToHexString(data);

    private static async Task<DesiredState> ExportAndReadAsync(TreeState tree, StateFormat format)
    {
        if (format != StateFormat.Folder)
        {
            return StateFile.Read(StateFile.Write(tree, format), format);
        }

        var folder = Directory.CreateTempSubdirectory("revisions-").FullName;
        try
        {
            await StateFile.SaveAsync(tree, folder);
            return await StateFile.LoadAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DesiredState RandomState(Random random, StateFormat format, bool isPlain)
    {
        var names = isPlain ? [.. Names.Where(name => format != StateFormat.Env || (name.All(char.IsAsciiLetterOrDigit) && !char.IsAsciiDigit(name[0])))] : Names;
        var values = isPlain ? [.. Values.Where(value => value is not null && IsText(value))] : Values;
        var state = new DesiredState();
        if (random.Next(3) == 0)
        {
            state.Set("", values[random.Next(values.Length)]);
        }

        for (var count = random.Next(1, 15); count > 0; count--)
        {
            var path = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => names[random.Next(names.Length)]));
            if (ZnodePath.IsValid("/" + path) && !(format == StateFormat.Env && path.Length == 0))
            {
                state.Set(path, values[random.Next(values.Length)]);
            }
        }

        if (isPlain && format is StateFormat.Env)
        {
            state = WithoutRootData(state);
        }

        return state;
    }

    private static DesiredState WithoutRootData(DesiredState state)
    {
        var left = new DesiredState();
        foreach (var (path, znode) in state.Znodes.Where(znode => znode.Key.Length > 0))
        {
            left.Set(path, znode.Data);
        }

        return left;
    }

    private static bool IsText(byte[] value)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(value);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
