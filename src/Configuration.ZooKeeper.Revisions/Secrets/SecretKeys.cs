using Configuration.ZooKeeper.Secrets;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Creates delegates that return keys for a <see cref="SecretCipher"/> by their id.</summary>
public static class SecretKeys
{
    /// <summary>Returns the keys of a file, with lines of the form <c>id=base64</c> for 32 random bytes. The file is read once, now.</summary>
    /// <param name="file">The path of the file.</param>
    /// <exception cref="FormatException">A line is not a key.</exception>
    public static Func<string, byte[]?> FromFile(string file)
    {
        var keys = SecretKeyFile.Read(file);
        return id => keys.GetValueOrDefault(id);
    }

    /// <summary>Returns the keys of environment variables, named by a prefix and the id of the key.</summary>
    /// <param name="prefix">The prefix, such as <c>CONFIGZK_KEY_</c>.</param>
    public static Func<string, byte[]?> FromEnvironment(string prefix = "CONFIGZK_KEY_") => id => SecretKeyFile.ReadVariable(prefix, id);

    /// <summary>Returns a line for a key file, with a new random key.</summary>
    /// <param name="id">The id of the key, without <c>:</c> and <c>=</c>.</param>
    public static string NewKey(string id) => $"{SecretCipher.CheckedId(id)}={Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(SecretKeyFile.KeyLength))}";
}
