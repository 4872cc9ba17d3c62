using ConfigZk.Tool.Errors;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks the name of a file that a command writes besides its result.</summary>
internal static class OutputFile
{
    /// <exception cref="ToolException">The name is <c>-</c>. The standard output is for the result.</exception>
    public static string Checked(string file) => file == "-"
        ? throw ToolException.Usage("'-' is not the name of a file.", "Name a file. /dev/stdout is the standard output on Linux and macOS.")
        : file;
}
