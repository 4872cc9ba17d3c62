namespace ZooKeeper.Client.Transport;

/// <summary>Reads the files and asks the callback of the TLS options once, so that a wrong path or password fails at the start.</summary>
internal static class TlsFiles
{
    /// <exception cref="ArgumentException">A file cannot be used; the message names the option.</exception>
    public static void Check(ZooKeeperTlsOptions options)
    {
        if (options.Enabled)
        {
            using var authorities = TrustedAuthorities.Load(options);
            using var credentials = ClientCredentials.Load(options);
        }
    }
}
