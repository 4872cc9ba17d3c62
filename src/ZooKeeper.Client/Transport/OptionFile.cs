using System.Security;

namespace ZooKeeper.Client.Transport;

/// <summary>Reads a file that a TLS option names. Error messages contain the name of the option.</summary>
internal sealed class OptionFile
{
    private static readonly byte[] PemBegin = "-----BEGIN "u8.ToArray();

    private readonly string _option;
    private readonly string _path;

    private OptionFile(string option, string path, byte[] bytes)
    {
        _option = option;
        _path = path;
        Bytes = bytes;
    }

    public byte[] Bytes { get; }

    public bool IsPem => Bytes.AsSpan().IndexOf(PemBegin) >= 0;

    /// <summary>Gets the text of a PEM file. Its relevant parts are ASCII.</summary>
    public string Text => System.Text.Encoding.Latin1.GetString(Bytes);

    /// <exception cref="ArgumentException">The file cannot be read.</exception>
    public static OptionFile Read(string option, string path)
    {
        try
        {
            return new OptionFile(option, path, File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArgumentException($"Tls.{option} '{path}' does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException or ArgumentException)
        {
            throw new ArgumentException($"Tls.{option} '{path}' cannot be read: {e.Message}", e);
        }
    }

    public ArgumentException Invalid(string reason, Exception? cause = null) => new($"Tls.{_option} '{_path}' {reason}.", cause);
}
