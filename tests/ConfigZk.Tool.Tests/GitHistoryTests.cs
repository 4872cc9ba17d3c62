using System.Diagnostics;
using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>The history as a git repository, which keeps what compaction removes.</summary>
[TestClass]
public sealed class GitHistoryTests
{
    [TestMethod]
    public async Task Export_TwiceWithAChangeBetween_HasACommitForEachRevision()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Title": "Corner shop", "Db": { "Timeout": "30" }, "a: \"b\"": "" }"""), "-m", "First", "-y");
        await tool.MustAsync("set", $"{path}/Db/Timeout", "60", "-m", "Slow disk\n\nSee the disk.", "-y");
        var repository = tool.FileNamed("history.git");
        await tool.MustAsync("history", "export", path, "--git", repository);
        await tool.MustAsync("delete", $"{path}/Db", "-m", "No more", "-y");

        var again = await tool.RunAsync("history", "export", path, "--git", repository);

        Assert.AreEqual(ExitCode.Done, again.Code, again.Error);
        Assert.Contains("1 revision of", again.Error);
        Assert.AreEqual("No more\nSlow disk\nFirst\nState before the first revision that is kept\n", await GitAsync(repository, "log", "--format=%s", "main"));
        Assert.AreEqual($"{Environment.UserName}@{Environment.MachineName}\n", await GitAsync(repository, "log", "-1", "--format=%ae", "main"));
        Assert.AreEqual("3\n", await GitAsync(repository, "log", "-1", "--format=%(trailers:key=Revision,valueonly,separator=)", "main"));
        Assert.AreEqual("30", await GitAsync(repository, "show", "main~2:Db/Timeout"));
        Assert.AreEqual("60", await GitAsync(repository, "show", "main~1:Db/Timeout"));
        Assert.AreEqual("Title\na%3A %22b%22\n", await GitAsync(repository, "ls-tree", "--name-only", "main"));
    }

    [TestMethod]
    public async Task Export_CheckedOut_IsTheFolderThatAnApplyTakes()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "Title": "Corner shop", "Db": { "": "own", "Timeout": "30" }, "None": null }"""), "-y");
        await tool.MustAsync("history", "export", path, "--git", tool.FileNamed("history.git"));

        await GitAsync(tool.FileNamed("history.git"), "clone", "--quiet", "--branch", "main", ".", tool.FileNamed("clone"));

        await tool.MustAsync("diff", tool.FileNamed("clone"), path);
    }

    [TestMethod]
    public async Task Export_RepositoryOfAnotherPath_IsRefused()
    {
        var (one, other) = (SharedServer.UniquePath(), SharedServer.UniquePath());
        using var tool = new Tool(SharedServer.Dev);
        foreach (var path in new[] { one, other })
        {
            await tool.MustAsync("set", $"{path}/A", "1", "--root", path, "-y");
        }

        await tool.MustAsync("history", "export", one, "--git", tool.FileNamed("history.git"));
        var run = await tool.RunAsync("history", "export", other, "--git", tool.FileNamed("history.git"));

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains("does not continue the history", run.Error);
        Assert.AreEqual(ExitCode.No, (await tool.RunAsync("history", "export", SharedServer.UniquePath(), "--git", tool.FileNamed("none.git"))).Code);
    }

    [TestMethod]
    public async Task Export_FolderThatGitRejects_SaysWhatGitSays()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", $$"""{ "Large": "{{new string('x', 200_000)}}" }"""), "-y"); // more than a pipe takes
        var folder = Directory.CreateDirectory(tool.FileNamed("history.git")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "HEAD"), "nonsense");

        var run = await tool.RunAsync("history", "export", path, "--git", folder);

        Assert.AreEqual(ExitCode.No, run.Code);
        Assert.Contains("not a git repository", run.Error);
    }

    private static async Task<string> GitAsync(string repository, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = repository, RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.AreEqual(0, git.ExitCode, string.Join(' ', arguments));
        return output.ReplaceLineEndings("\n");
    }
}
