namespace ZooKeeper.Client.Sasl;

/// <summary>The authentication by SASL failed; the message is the reason, and follows the server's name.</summary>
internal sealed class SaslException(string reason, bool isRejection = false, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>Whether it is the server's decision, which will be the same next time unless somebody changes something.</summary>
    public bool IsRejection { get; } = isRejection;
}
