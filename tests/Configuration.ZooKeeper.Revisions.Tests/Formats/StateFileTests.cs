using System.Text;

namespace Configuration.ZooKeeper.Revisions.Tests.Formats;

[TestClass]
public sealed class StateFileTests
{
    [TestMethod]
    [DataRow(StateFormat.Json, """
        {
          // comments and trailing commas, as in appsettings.json
          "Title": "Night shop",
          "Db": { "Timeout": 30, "Hosts": ["a", "b"], "Ssl": true, },
          "Empty": [], "Null": null, "Logging/Level": "Debug"
        }
        """, "Db=?, Db/Hosts=?, Db/Hosts/0=a, Db/Hosts/1=b, Db/Ssl=True, Db/Timeout=30, Empty=, Logging/Level=Debug, Null=null, Title=Night shop")]
    [DataRow(StateFormat.Yaml, """
        # a comment
        Title: Night shop
        Db:
          Timeout: 30
          Hosts: [a, b]
          Ssl: true
        Null: ~
        Quoted: "~"
        Text: |
          two
          lines
        Binary: !!binary AAE=
        """, "Binary=\0\u0001, Db=?, Db/Hosts=?, Db/Hosts/0=a, Db/Hosts/1=b, Db/Ssl=true, Db/Timeout=30, Null=null, Quoted=~, Text=two\nlines\n, Title=Night shop")]
    [DataRow(StateFormat.Properties, """
        # a comment
        ! another
        Title = Night shop
        Db/Timeout:30
        Logging\:Level  Debug
        Long = one \
               two
        Path = C:\\dir\u0041
        Empty
        """, "Db/Timeout=30, Empty=, Logging:Level=Debug, Long=one two, Path=C:\\dirA, Title=Night shop")]
    [DataRow(StateFormat.Env, """
        # a comment
        export Title="Night shop" # yes
        Db__Timeout=30
        Plain= a b
        Single='$x "y"'
        Lines="a
        b"
        Escaped="a\nb\"c\\"
        Empty=
        """, "Db/Timeout=30, Empty=, Escaped=a\nb\"c\\, Lines=a\nb, Plain=a b, Single=$x \"y\", Title=Night shop")]
    public void Read_EachFormat_GivesTheZnodes(StateFormat format, string content, string expected)
    {
        foreach (var text in new[] { content, content.ReplaceLineEndings("\r\n").Replace("a\r\nb\"", "a\nb\""), "\uFEFF" + content })
        {
            var state = StateFile.Read(Encoding.UTF8.GetBytes(text), format);
            var shown = state.Znodes.Where(znode => znode.Key.Length > 0)
                .Select(znode => $"{znode.Key}={(!znode.Value.IsDataSpecified ? "?" : znode.Value.Data is { } data ? Encoding.UTF8.GetString(data) : "null")}");
            Assert.AreEqual(expected, string.Join(", ", shown));
        }
    }

    [TestMethod]
    [DataRow(StateFormat.Json, "{ \"Password\": hunter2 }")]
    [DataRow(StateFormat.Json, "\"hunter2\"")]
    [DataRow(StateFormat.Json, "{ \"A\": \"hunter2\", \"A\": \"hunter2\" }")]
    [DataRow(StateFormat.Json, "{ \"A\": { \"B\": \"hunter2\" }, \"A/B\": \"hunter2\" }")]
    [DataRow(StateFormat.Json, "{ \"\": { \"A\": \"hunter2\" } }")]
    [DataRow(StateFormat.Json, "{ \"A\\u0001\": \"hunter2\" }")]
    [DataRow(StateFormat.Json, "{ \"A\": \"hunter2\\ud800\" }")]
    [DataRow(StateFormat.Yaml, "Password: \"hunter2")]
    [DataRow(StateFormat.Yaml, "hunter2")]
    [DataRow(StateFormat.Yaml, "A: hunter2\n---\nA: hunter2")]
    [DataRow(StateFormat.Yaml, "A: &x { B: *x, C: hunter2 }")]
    [DataRow(StateFormat.Yaml, "A: !!binary hunter2!")]
    [DataRow(StateFormat.Yaml, "A: { <<: { B: hunter2 } }")]
    [DataRow(StateFormat.Yaml, "")]
    [DataRow(StateFormat.Properties, "A=\\u00hunter2")]
    [DataRow(StateFormat.Properties, "A=hunter2\nA=hunter2")]
    [DataRow(StateFormat.Env, "A=\"hunter2")]
    [DataRow(StateFormat.Env, "not a variable hunter2")]
    [DataRow(StateFormat.Znodes, "{ \"Password\": \"hunter2\" }")]
    public void Read_NotValid_IsRejectedWithoutQuotingValues(StateFormat format, string content)
    {
        var error = Assert.ThrowsExactly<InvalidInputException>(() => StateFile.Read(Encoding.UTF8.GetBytes(content), format));

        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [TestMethod]
    public async Task Load_FileThatIsNotValid_NamesTheFile()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");
        await File.WriteAllTextAsync(file, "{");
        try
        {
            var error = await Assert.ThrowsExactlyAsync<InvalidInputException>(() => StateFile.LoadAsync(file));
            Assert.Contains(file, error.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void FormatOf_OtherEnding_IsRejected() => Assert.ThrowsExactly<InvalidInputException>(() => StateFile.FormatOf("shop.toml"));

    [TestMethod]
    public async Task Save_FolderThatIsNotEmpty_IsRejected()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "x"));
        var folder = Directory.CreateTempSubdirectory("revisions-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Old"), "of a znode that is gone");
            var tree = (await shop.Root.ReadAsync()).Tree;
            await Assert.ThrowsExactlyAsync<InvalidInputException>(() => StateFile.SaveAsync(tree, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // kubelet writes a new folder, and replaces the link "..data" to it.
    [TestMethod]
    public async Task Load_VolumeOfKubernetes_IsTheFolderThatIsInEffect()
    {
        var volume = Directory.CreateTempSubdirectory("revisions-").FullName;
        try
        {
            Write(volume, "..2026_01_01_00_00_00.123/Title", "one");
            Write(volume, "..2026_01_01_00_00_00.123/Db/Timeout", "30");
            Write(volume, "..2026_01_01_00_01_00.456/Title", "of a folder that is being written");
            File.CreateSymbolicLink(Path.Combine(volume, "..data"), "..2026_01_01_00_00_00.123");
            File.CreateSymbolicLink(Path.Combine(volume, "Title"), Path.Combine("..data", "Title"));
            Directory.CreateSymbolicLink(Path.Combine(volume, "Db"), Path.Combine("..data", "Db"));

            Assert.AreEqual("Db/Timeout=30, Title=one", Text(await StateFile.LoadAsync(volume)));
        }
        finally
        {
            Directory.Delete(volume, recursive: true);
        }
    }

    [TestMethod]
    public async Task Load_GitWorktreeOrSubmodule_SkipsTheFileOfGit()
    {
        var folder = Directory.CreateTempSubdirectory("revisions-").FullName;
        try
        {
            Write(folder, "Title", "one");
            Write(folder, ".git", "gitdir: /src/.git/worktrees/shop");

            Assert.AreEqual("Title=one", Text(await StateFile.LoadAsync(folder)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, string name, string text)
    {
        var file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Text(DesiredState state) => string.Join(
        ", ", state.Znodes.Where(znode => znode.Value.Data is not null).OrderBy(znode => znode.Key).Select(znode => $"{znode.Key}={Encoding.UTF8.GetString(znode.Value.Data!)}"));

    [TestMethod]
    public async Task Plan_SectionThatIsMentionedForItsChildren_KeepsItsData()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db", "primary"), ("Db/Timeout", "30"));

        var plan = await shop.Root.PlanAsync(StateFile.Read("""{ "Db": { "Timeout": "40" } }"""u8.ToArray(), StateFormat.Json), new PlanOptions { Prune = true });

        Assert.AreEqual("Set Db/Timeout", string.Join(", ", plan.Changes));
    }
}
