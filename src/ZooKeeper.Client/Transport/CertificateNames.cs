using System.Security.Cryptography.X509Certificates;

namespace ZooKeeper.Client.Transport;

/// <summary>Formats the names and addresses in a server certificate.</summary>
internal static class CertificateNames
{
    private const int MostShown = 10;

    public static string Of(X509Certificate2 certificate)
    {
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        var names = alternatives.SelectMany(extension => extension.EnumerateDnsNames())
            .Concat(alternatives.SelectMany(extension => extension.EnumerateIPAddresses()).Select(address => address.ToString()))
            .Select(name => $"'{name}'")
            .ToList();
        return names.Count switch
        {
            0 => $"'{certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}'",
            > MostShown => $"{string.Join(", ", names.Take(MostShown))} and {names.Count - MostShown} more",
            _ => string.Join(", ", names),
        };
    }
}
