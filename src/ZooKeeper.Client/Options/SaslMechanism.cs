namespace ZooKeeper.Client;

/// <summary>Specifies how a client authenticates with SASL.</summary>
public enum SaslMechanism
{
    /// <summary>Authenticates with a user name and password. Only proofs of the password are sent; servers read the passwords from a file.</summary>
    DigestMd5,

    /// <summary>Authenticates with Kerberos.</summary>
    Gssapi,
}
