namespace ZooKeeper.Client.Transport;

/// <summary>Reads the files and calls the delegate of the TLS options once, so that a wrong path or password fails at the start.</summary>
internal static class TlsFiles
{
    /// <exception cref="ArgumentException">A file is missing or invalid. The message names the option.</exception>
    public static void Check(ZooKeeperTlsOptions options)
    {
        if (options.Enabled)
        {
            using var authorities = TrustedAuthorities.Load(options);
            using var credentials = ClientCredentials.Load(options);
        }
    }
}
