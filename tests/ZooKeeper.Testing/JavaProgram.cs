using System.Diagnostics;

namespace ZooKeeper.Testing;

/// <summary>A Java program in one source file. Java can run the file itself, but then compiles it at each start, which takes longer than most programs.</summary>
/// <param name="file">The source file. The classes are kept beside it.</param>
/// <param name="mainClass">The class to run, with its package.</param>
/// <param name="jars">The jars that it needs.</param>
public sealed class JavaProgram(string file, string mainClass, params string[] jars)
{
    private static readonly Lock Compiling = new();

    private readonly string _classes = file + ".classes";
    private readonly string _jars = string.Join(Path.PathSeparator, jars);

    private bool IsCompiled => Directory.Exists(_classes) && Directory.GetCreationTimeUtc(_classes) >= File.GetLastWriteTimeUtc(file);

    /// <summary>Starts it. All three streams are redirected.</summary>
    public Process Start(params string[] arguments)
    {
        lock (Compiling)
        {
            if (!IsCompiled)
            {
                Compile();
            }
        }

        return Java(_jars + Path.PathSeparator + _classes, [mainClass, .. arguments]);
    }

    private void Compile()
    {
        // Another process may do the same, and must not see half of the classes.
        var folder = $"{_classes}-{Environment.ProcessId}";
        using var compiler = Java(_jars, ["com.sun.tools.javac.Main", "-cp", _jars, "-d", folder, file]);
        compiler.StandardInput.Close();
        var output = compiler.StandardOutput.ReadToEndAsync();
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
        {
            throw new InvalidOperationException($"Java cannot compile '{file}': {output.Result}{errors}");
        }

        // The other process was faster, and may run its classes already.
        if (IsCompiled)
        {
            Directory.Delete(folder, recursive: true);
            return;
        }

        if (Directory.Exists(_classes))
        {
            Directory.Delete(_classes, recursive: true);
        }

        Directory.Move(folder, _classes);
    }

    private static Process Java(string classPath, string[] arguments)
    {
        var java = ZooKeeperInstallation.Find().JavaWith(classPath);
        return Process.Start(
            new ProcessStartInfo(java[0], java.Skip(1).Concat(arguments)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
