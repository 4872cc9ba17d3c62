using Configuration.ZooKeeper.Secrets;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Creates delegates that return keys for a <see cref="SecretCipher"/> by their id.</summary>
public static class SecretKeys
{
    /// <summary>
    /// Creates a delegate that returns keys from a file with lines of the form <c>id=base64</c>, each for 32 random bytes. This method reads the file once.
    /// </summary>
    /// <param name="file">The path of the file.</param>
    /// <exception cref="FormatException">A line is not a key.</exception>
    public static Func<string, byte[]?> FromFile(string file)
    {
        var keys = SecretKeyFile.Read(file);
        return id => keys.GetValueOrDefault(id);
    }

    /// <summary>Creates a delegate that reads each key from the environment variable whose name is a prefix and the id of the key.</summary>
    /// <param name="prefix">The prefix, such as <c>CONFIGZK_KEY_</c>.</param>
    public static Func<string, byte[]?> FromEnvironment(string prefix = "CONFIGZK_KEY_") => id => SecretKeyFile.ReadVariable(prefix, id);

    /// <summary>Returns a line for a key file, with a new random key.</summary>
    /// <param name="id">The id of the key, without <c>:</c> and <c>=</c>.</param>
    public static string NewKey(string id) => $"{SecretCipher.CheckedId(id)}={Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(SecretKeyFile.KeyLength))}";
}
