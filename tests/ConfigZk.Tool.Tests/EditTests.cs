using ConfigZk.Tool.Errors;
using ZooKeeper.Testing;

namespace ConfigZk.Tool.Tests;

/// <summary>An edit undoes nothing of others, and loses nothing of the user.</summary>
[TestClass]
public sealed class EditTests
{
    private const string File = """{ "Title": "Corner shop", "Timeout": "30" }""";

    [TestMethod]
    public async Task Edit_RevisionsWhileTheEditorIsOpen_IsConflict()
    {
        var path = SharedServer.UniquePath();
        using var alice = new Tool(SharedServer.Dev);
        using var bob = new Tool(SharedServer.Dev);
        await bob.MustAsync("apply", path, "-f", bob.WriteFile("a.json", File), "-y");
        var (opened, released) = (alice.FileNamed("opened"), alice.FileNamed("released"));
        Edit(alice, $"touch {opened}; i=0; while [ ! -e {released} ] && [ $i -lt 3000 ]; do sleep 0.02; i=$((i+1)); done", "s/Corner/Night/");

        var edit = alice.RunAsync("edit", path, "-y");
        await Eventually.TrueAsync(() => System.IO.File.Exists(opened));
        await bob.MustAsync("set", $"{path}/Timeout", "60", "-y");
        await bob.MustAsync("set", $"{path}/New", "x", "-y");
        alice.WriteFile("released", "");
        var run = await edit;

        Assert.AreEqual(ExitCode.Conflict, run.Code, run.Out + run.Error);
        Assert.Contains($"'{path}/Timeout'", run.Error);
        Assert.AreEqual("60\n", await bob.MustAsync("get", $"{path}/Timeout"));
        Assert.AreEqual("x\n", await bob.MustAsync("get", $"{path}/New"));
        EnsureKept(alice, run, "Night shop");
    }

    [TestMethod]
    [DataRow("s/Corner/Night/", "Night shop")]
    [DataRow("s/Timeout: .*/Timeout: [1, 2/", "[1, 2")]
    public async Task Edit_InvalidOrAnsweredNo_KeepsTheText(string substitution, string text)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Answers = "n" };
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", File), "-y");
        Edit(tool, ":", substitution);

        var run = await tool.RunAsync("edit", path);

        Assert.AreEqual(ExitCode.No, run.Code, run.Error);
        Assert.AreEqual("Corner shop\n", await tool.MustAsync("get", $"{path}/Title"));
        EnsureKept(tool, run, text);
    }

    [TestMethod]
    [DataRow("s/Corner/Night/", "-y")]
    [DataRow("s/Missing/Night/", "-y")]
    [DataRow("s/Corner/Night/", "--format=unknown")]
    public async Task Edit_AppliedOrNothingWritten_LeavesNoFile(string substitution, string option)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", File), "-y");
        Edit(tool, ":", substitution);

        var run = await tool.RunAsync("edit", path, option);

        Assert.IsFalse(System.IO.File.Exists(tool.FileNamed("name")) && Directory.Exists(FolderOf(tool)), run.Error);
    }

    private static void Edit(Tool tool, string before, string substitution) =>
        tool["EDITOR"] = "sh " + tool.WriteFile("editor.sh", $$"""
            echo "$1" > {{tool.FileNamed("name")}}
            {{before}}
            sed '{{substitution}}' "$1" > "$1.new" && cat "$1.new" > "$1" && rm "$1.new"
            """);

    private static string FolderOf(Tool tool) => Path.GetDirectoryName(System.IO.File.ReadAllText(tool.FileNamed("name")).Trim())!;

    private static void EnsureKept(Tool tool, ToolRun run, string text)
    {
        var folder = FolderOf(tool);
        try
        {
            Assert.Contains(folder, run.Error);
            Assert.Contains(text, System.IO.File.ReadAllText(Path.Combine(folder, "edit.yaml")));
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    [TestMethod]
    public async Task Edit_EditorInQuotationMarks_IsStarted()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", File), "-y");
        tool["EDITOR"] = $"sh \"{tool.WriteFile("my editor.sh", "sed -i.old 's/Corner/Night/' $2")}\" --wait";

        await tool.MustAsync("edit", path, "-y");

        Assert.Contains("Night shop", await tool.MustAsync("tree", path));
    }

    [TestMethod]
    [DataRow("no-such-editor-anywhere --wait")]
    [DataRow(" ")]
    public async Task Edit_EditorThatCannotBeStarted_IsUsage(string editor)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("set", $"{path}/A", "1", "--root", path, "-y");
        tool["EDITOR"] = editor;

        var run = await tool.RunAsync("edit", path);

        Assert.AreEqual(ExitCode.Usage, run.Code, run.Error);
        Assert.Contains("editor", run.Error);
    }
}
