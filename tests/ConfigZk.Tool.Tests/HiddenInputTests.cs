using System.Diagnostics;
using System.Text;
using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Tests;

/// <summary>A password that somebody types is not shown.</summary>
[TestClass]
public sealed class HiddenInputTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [TestMethod]
    [DataRow("")]
    [DataRow(" | cat")]
    [DataRow(" 2>&1 | cat")]
    public async Task AclDigest_TypedInATerminal_IsNotShown(string redirection)
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Inconclusive("script gives a process a terminal. It is part of util-linux.");
        }

        using var deadline = new CancellationTokenSource(Deadline);
        using var process = Process.Start(
            new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", $"dotnet {Path.Combine(AppContext.BaseDirectory, "configzk.dll")} acl digest ops{redirection}", "/dev/null"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        var shown = new StringBuilder();
        while (!shown.ToString().Contains("not shown", StringComparison.Ordinal) && await ReadAsync(process, deadline.Token) is { Length: > 0 } more)
        {
            shown.Append(more);
        }

        await process.StandardInput.WriteAsync("night-watch\n".AsMemory(), deadline.Token);
        await process.StandardInput.FlushAsync(deadline.Token);
        while (await ReadAsync(process, deadline.Token) is { Length: > 0 } rest)
        {
            shown.Append(rest);
        }

        await process.WaitForExitAsync(deadline.Token);
        Assert.AreEqual((int)ExitCode.Done, process.ExitCode, shown.ToString());
        Assert.Contains("digest:ops:7A8AFCvSmIIzD2k2SBoAribw2sc=", shown.ToString());
        Assert.DoesNotContain("night-watch", shown.ToString());
    }

    [TestMethod]
    [DataRow("night-watch\n")]
    [DataRow("night-watch\u0004")]
    [DataRow("night\0-warx\b\btch\nmore")]
    [DataRow("\bnight-watch\U0001F511\b\n")]
    public async Task AclDigest_Keys_AreThePasswordUpToEnter(string keys)
    {
        using var tool = new Tool { Keys = keys };

        var run = await tool.RunAsync("acl", "digest", "ops");

        Assert.AreEqual("digest:ops:7A8AFCvSmIIzD2k2SBoAribw2sc=\n", run.Out, run.Error);
        Assert.Contains("the password of ops", run.Error);
    }

    [TestMethod]
    public async Task AclDigest_NothingTyped_IsUsage()
    {
        using var tool = new Tool { Keys = "\n" };

        Assert.AreEqual(ExitCode.Usage, (await tool.RunAsync("acl", "digest", "ops")).Code);
    }

    [TestMethod]
    public async Task Encrypt_Keys_CanBeSeveralLines()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev) { Keys = "-----BEGIN\n\tkey\n-----END\n\u0004" };
        var keys = tool.WriteFile("keys", await tool.MustAsync("new-key", "2026"));
        tool["CONFIGZK_PROFILES"] = tool.WriteFile("p.json", $$"""{ "default": { "connect": "{{SharedServer.Dev}}", "keyFile": "{{keys}}" } }""");
        await tool.MustAsync("init", path);

        var encrypted = (await tool.MustAsync("encrypt", $"{path}/Tls/Key", "--key", "2026")).TrimEnd();

        Assert.AreEqual("-----BEGIN\n\tkey\n-----END", new SecretCipher(SecretKeys.FromFile(keys)).Decrypt(encrypted));
    }

    private static async Task<string> ReadAsync(Process process, CancellationToken cancellationToken)
    {
        var buffer = new char[1024];
        return new string(buffer, 0, await process.StandardOutput.ReadAsync(buffer, cancellationToken));
    }
}
