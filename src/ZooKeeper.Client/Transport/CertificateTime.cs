using System.Globalization;

namespace ZooKeeper.Client.Transport;

/// <summary>Formats the time at which a certificate becomes valid or expires.</summary>
internal static class CertificateTime
{
    public static string Text(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
