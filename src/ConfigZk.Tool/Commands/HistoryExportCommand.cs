using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Writes the history into a git repository. Run again, it adds what is new, so that the repository keeps what compaction removes.</summary>
internal sealed class HistoryExportCommand : ManagedRootCommand
{
    private const string Branch = "main";

    private readonly Option<string> _git = new("--git") { Description = "The repository. It is created if it does not exist.", HelpName = "folder", Required = true };

    public HistoryExportCommand(ToolShell shell)
        : base(shell, "export", "Writes each revision as a commit of a git repository. It contains secrets.", no: "the repository belongs to another path")
    {
        Add(_git);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var folder = context.Get(_git)!;
        await CreateAsync(folder, cancellationToken);
        var after = await LastAsync(folder, root, cancellationToken);
        using var git = Start(folder, "fast-import", "--quiet", "--done");
        int count;
        try
        {
            count = await root.ExportGitAsync(git.StandardInput.BaseStream, Branch, after, cancellationToken);
        }
        catch (IOException)
        {
            await EndAsync(git, cancellationToken); // git has ended early, and says why
            throw;
        }
        catch
        {
            git.Kill(); // an import without its end changes nothing
            throw;
        }

        await EndAsync(git, cancellationToken);
        context.Results.Report(
            "git-export",
            () => new JsonObject { ["root"] = root.Path, ["folder"] = folder, ["branch"] = Branch, ["revisions"] = count },
            $"{ChangeView.Count(count, "revision")} of {root.Path} {(count == 1 ? "is" : "are")} new in {folder}, branch {Branch}");
        return ExitCode.Done;
    }

    private static async Task CreateAsync(string folder, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(folder, ".git")) || File.Exists(Path.Combine(folder, "HEAD")))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var git = Start(folder, "init", "--quiet", "--bare", $"--initial-branch={Branch}");
        await EndAsync(git, cancellationToken);
    }

    // The trailers of the last commit.
    private static async Task<int?> LastAsync(string folder, ManagedRoot root, CancellationToken cancellationToken)
    {
        using var git = Start(folder, "log", "-1", "--format=%(trailers:key=Root,valueonly)%(trailers:key=Revision,valueonly)%(trailers:key=Uid,valueonly)", Branch, "--");
        var lines = (await git.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await git.WaitForExitAsync(cancellationToken);
        if (git.ExitCode != 0)
        {
            return null; // no commit yet
        }

        if (lines is not [var path, var number, ..] || path != root.Path || !int.TryParse(number, CultureInfo.InvariantCulture, out var revision))
        {
            throw new ToolException(ExitCode.No, $"The branch {Branch} of '{folder}' does not continue the history of '{root.Path}'.", "Use a repository for each path, and do not commit to it.");
        }

        return lines.Length < 3 || (await root.ShowAsync(revision, cancellationToken))?.Uid.ToString() == lines[2]
            ? revision
            : throw new ToolException(
                ExitCode.No, $"Revision {revision} of '{root.Path}' is not the one in '{folder}': it was compacted, or the history restarted.", "Export to another folder.");
    }

    private static Process Start(string folder, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new ToolException(ExitCode.No, "The program git cannot be started.", "Install git.");
        }
    }

    private static async Task EndAsync(Process git, CancellationToken cancellationToken)
    {
        try
        {
            git.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already. Its exit code says whether that was too early.
        }

        await git.WaitForExitAsync(cancellationToken);
        if (git.ExitCode != 0)
        {
            throw new ToolException(ExitCode.No, $"git ended with {git.ExitCode}: {ValueView.Escape((await git.StandardError.ReadToEndAsync(cancellationToken)).Trim())}");
        }
    }
}
