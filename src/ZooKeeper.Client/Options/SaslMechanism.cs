namespace ZooKeeper.Client;

/// <summary>How a client authenticates itself by SASL.</summary>
public enum SaslMechanism
{
    /// <summary>By user name and password, of which only proofs are exchanged. Servers have the passwords in a file.</summary>
    DigestMd5,

    /// <summary>By Kerberos.</summary>
    Gssapi,
}
