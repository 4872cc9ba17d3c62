using System.CommandLine;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Invocation;

/// <summary>The options that every command has.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Connect = new("--connect", "-c")
    {
        Description = "The servers, such as zk1:2181,zk2:2181. The default is CONFIGZK_CONNECT, or the servers of the profile.",
        HelpName = "servers",
        Recursive = true,
    };

    public static readonly Option<string?> Profile = new("--profile")
    {
        Description = "The profile with servers and credentials. The default is CONFIGZK_PROFILE, or 'default'.",
        HelpName = "name",
        Recursive = true,
    };

    public static readonly Option<OutputFormat> Output = new("--output", "-o")
    {
        Description = "How results are written: table, json or yaml. The schema of json and yaml has a version.",
        HelpName = "format",
        Recursive = true,
        CustomParser = ParsedValue.Choice<OutputFormat>,
        DefaultValueFactory = _ => OutputFormat.Table,
    };

    public static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "The time limit of the command, in seconds.",
        HelpName = "seconds",
        Recursive = true,
        CustomParser = ParsedValue.WholeNumber,
        DefaultValueFactory = _ => 60,
    };

    public static readonly Option<bool> Reveal = new("--reveal")
    {
        Description = "Shows values of keys that look like secrets.",
        Recursive = true,
    };

    /// <summary>Returns the format of the results. A wrong command line also has one, unless the format itself is wrong.</summary>
    public static OutputFormat FormatOf(ParseResult parsed) =>
        parsed.GetResult(Output) is { } result && !result.Errors.Any() ? result.GetValueOrDefault<OutputFormat>() : OutputFormat.Table;

    public static void AddTo(RootCommand root)
    {
        Option[] options = [Connect, Profile, Output, Timeout, Reveal];
        foreach (var option in options)
        {
            root.Add(option);
        }

        Timeout.Validators.Add(NumberLimit.Between(1, 86_400));
    }
}
