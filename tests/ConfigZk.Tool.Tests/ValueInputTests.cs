using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Tests;

/// <summary>A value is what the user gives: also one that looks like something else, and without what a shell adds.</summary>
[TestClass]
public sealed class ValueInputTests
{
    [TestMethod]
    [DataRow("@alice")]
    [DataRow("@/etc/hostname")]
    [DataRow("-5")]
    [DataRow("$HOME")]
    [DataRow("a=b")]
    public async Task Set_ValueThatLooksLikeSomethingElse_IsTheValue(string value)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        await tool.MustAsync("set", $"{path}/A", value, "--root", path, "-m", value, "-y");

        Assert.AreEqual($"{value}\n", await tool.MustAsync("get", $"{path}/A"));
    }

    [TestMethod]
    [DataRow("hunter", "hunter")]
    [DataRow("hunter\n", "hunter")]
    [DataRow("hunter\r\n", "hunter")]
    [DataRow("one\ntwo\n", "one\ntwo")]
    [DataRow("one\n\n", "one\n")]
    [DataRow("\n", "")]
    [DataRow("", "")]
    public async Task Set_StandardInput_IsWithoutTheLineEndOfTheCommandBefore(string input, string expected)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Answers = input };

        await tool.MustAsync("set", $"{path}/A", "-", "--root", path, "-y");

        Assert.AreEqual(expected, (string)(await tool.RunAsync("get", $"{path}/A", "-o", "json")).Json["value"]!);
    }

    [TestMethod]
    public async Task Set_OutputOfGet_IsTheSameValue()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("set", $"{path}/A", "corner shop", "--root", path, "-y");
        tool.Answers = await tool.MustAsync("get", $"{path}/A");

        await tool.MustAsync("set", $"{path}/B", "-", "-y");

        Assert.AreEqual(await tool.MustAsync("get", $"{path}/A"), await tool.MustAsync("get", $"{path}/B"));
    }

    [TestMethod]
    public async Task Set_File_IsExact()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);

        await tool.MustAsync("set", $"{path}/A", "-f", tool.WriteFile("a.txt", "corner shop\n"), "--root", path, "-y");

        Assert.AreEqual("corner shop\n", (string)(await tool.RunAsync("get", $"{path}/A", "-o", "json")).Json["value"]!);
    }

    [TestMethod]
    public async Task Set_SecretInATerminal_IsNotShown()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Keys = "hunter2\n\u0004", Answers = "shown" };

        var run = await tool.RunAsync("set", $"{path}/Db/Password", "-", "--root", path, "-y");

        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.AreEqual("hunter2\n", await tool.MustAsync("get", $"{path}/Db/Password", "--reveal"));
        await tool.MustAsync("set", $"{path}/Db/Timeout", "-", "-y");
        Assert.AreEqual("shown\n", await tool.MustAsync("get", $"{path}/Db/Timeout"));
    }

    [TestMethod]
    [DataRow("backup", "PATH", "-")]
    [DataRow("plan", "PATH", "-f", "FILE", "--save", "-")]
    public async Task Run_DashAsAFileToWrite_SaysWhatToUse(params string[] args)
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await tool.MustAsync("apply", path, "-f", tool.WriteFile("a.json", """{ "A": "1" }"""), "-y");

        var run = await tool.RunAsync([.. args.Select(argument => argument == "PATH" ? path : argument == "FILE" ? tool.FileNamed("a.json") : argument)]);

        Assert.AreEqual(ExitCode.Usage, run.Code, run.Error);
        Assert.Contains("/dev/stdout", run.Error);
        Assert.IsFalse(File.Exists("-"));
    }
}
