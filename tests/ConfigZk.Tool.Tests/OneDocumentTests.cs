using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>Every command that does something says so in one document.</summary>
[TestClass]
public sealed class OneDocumentTests
{
    [TestMethod]
    [DataRow("compaction", "compact", "PATH")]
    [DataRow("backup", "backup", "PATH", "FILE.backup")]
    [DataRow("export", "export", "PATH", "FILE.yaml")]
    [DataRow("git-export", "history", "export", "PATH", "--git", "FILE.git")]
    [DataRow("revision", "import", "PATH", "-f", "FILE.json", "-y")]
    [DataRow("digest", "acl", "digest", "ops")]
    [DataRow("key", "new-key", "2026")]
    [DataRow("completion", "completion", "bash")]
    public async Task Run_ForPrograms_WritesADocument(string schema, params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        tool.WriteFile("FILE.json", """{ "A": "1" }""");
        await tool.MustAsync("apply", path, "-f", tool.FileNamed("FILE.json"), "-y");
        tool.Answers = "a password";
        string[] real = [.. args.Select(argument => argument.StartsWith("FILE", StringComparison.Ordinal) ? tool.FileNamed(argument) : argument == "PATH" ? path : argument)];

        var run = await tool.RunAsync([.. real, "-o", "json"]);

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual($"configzk/{schema}/1", (string)run.Json["schema"]!);
    }

    [TestMethod]
    public async Task Dev_ForPrograms_WritesADocumentWithTheServer()
    {
        using var tool = new Tool();
        using var ended = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var output = new FirstDocument(ended.Cancel);

        var code = await tool.RunAsync(output, ended.Token, "dev", "--port", "0", "-o", "json");

        Assert.AreEqual((int)ExitCode.Interrupted, code);
        var document = JsonNode.Parse(output.ToString())!;
        Assert.AreEqual("configzk/dev/1", (string)document["schema"]!);
        Assert.StartsWith("127.0.0.1:", (string)document["connect"]!);
    }

    private sealed class FirstDocument(Action onDocument) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            onDocument();
        }
    }
}
