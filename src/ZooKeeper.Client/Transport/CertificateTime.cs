using System.Globalization;

namespace ZooKeeper.Client.Transport;

/// <summary>A moment at which a certificate begins or ends, in words.</summary>
internal static class CertificateTime
{
    public static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
