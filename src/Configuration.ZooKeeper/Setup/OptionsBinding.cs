using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Setup;

/// <summary>
/// Binds the options of a source to a configuration section. Each option has a line here; null marks an option that can only be set in code.
/// </summary>
/// <remarks>
/// The framework's binder does not fit: its messages quote values, it reads "15" as 15 days, and it ignores a single value where it expects a list. Its source
/// generator, which trimmed applications need, skips the whole connection because it contains services.
/// </remarks>
internal static class OptionsBinding
{
    private const string User = "User";
    private const string Password = "Password";

    private static readonly Dictionary<string, Action<ZooKeeperTlsOptions, IConfigurationSection>?> Tls = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperTlsOptions.Enabled)] = (options, value) => options.Enabled = value.Flag(),
        [nameof(ZooKeeperTlsOptions.CaFile)] = (options, value) => options.CaFile = value.Text(),
        [nameof(ZooKeeperTlsOptions.CaCertificates)] = null,
        [nameof(ZooKeeperTlsOptions.ClientCertificateFile)] = (options, value) => options.ClientCertificateFile = value.Text(),
        [nameof(ZooKeeperTlsOptions.ClientKeyFile)] = (options, value) => options.ClientKeyFile = value.Text(),
        [nameof(ZooKeeperTlsOptions.ClientCertificatePassword)] = (options, value) => options.ClientCertificatePassword = value.Text(),
        [nameof(ZooKeeperTlsOptions.ClientCertificateProvider)] = null,
        [nameof(ZooKeeperTlsOptions.RevocationMode)] = (options, value) => options.RevocationMode = value.Name<X509RevocationMode>("NoCheck, Online or Offline"),
        [nameof(ZooKeeperTlsOptions.Protocols)] = (options, value) =>
            options.Protocols = value.Name<SslProtocols>("Tls12 or Tls13, or both with a comma between them"),
        [nameof(ZooKeeperTlsOptions.TargetHost)] = (options, value) => options.TargetHost = value.Text(),
        [nameof(ZooKeeperTlsOptions.DangerousAcceptAnyServerCertificate)] = (options, value) => options.DangerousAcceptAnyServerCertificate = value.Flag(),
    };

    private static readonly Dictionary<string, Action<ZooKeeperSaslOptions, IConfigurationSection>?> Sasl = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperSaslOptions.Mechanism)] = (options, value) => options.Mechanism = value.Name<SaslMechanism>("DigestMd5 or Gssapi"),
        [nameof(ZooKeeperSaslOptions.UserName)] = (options, value) => options.UserName = value.Text(),
        [nameof(ZooKeeperSaslOptions.Password)] = (options, value) => options.Password = value.Text(),
        [nameof(ZooKeeperSaslOptions.CredentialsProvider)] = null,
        [nameof(ZooKeeperSaslOptions.ServiceName)] = (options, value) => options.ServiceName = value.Text(),
        [nameof(ZooKeeperSaslOptions.TargetHost)] = (options, value) => options.TargetHost = value.Text(),
    };

    private static readonly Dictionary<string, Action<ZooKeeperClientOptions, IConfigurationSection>?> Connection = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperClientOptions.ConnectionString)] = (options, value) => options.ConnectionString = value.Text(),
        [nameof(ZooKeeperClientOptions.SessionTimeout)] = (options, value) => options.SessionTimeout = value.Time(),
        [nameof(ZooKeeperClientOptions.ConnectTimeout)] = (options, value) => options.ConnectTimeout = value.Time(),
        [nameof(ZooKeeperClientOptions.AllowReadOnly)] = (options, value) => options.AllowReadOnly = value.Flag(),
        [nameof(ZooKeeperClientOptions.DigestIdentities)] = (options, list) => list.Elements(options.DigestIdentities, Identity),
        [nameof(ZooKeeperClientOptions.DigestIdentitiesProvider)] = null,
        [nameof(ZooKeeperClientOptions.Sasl)] = (options, section) => section.Options(options.Sasl, Sasl),
        [nameof(ZooKeeperClientOptions.MaxRequestLength)] = (options, value) => options.MaxRequestLength = value.Number(),
        [nameof(ZooKeeperClientOptions.MaxEphemeralBytes)] = (options, value) => options.MaxEphemeralBytes = value.Number(),
        [nameof(ZooKeeperClientOptions.MaxReplyLength)] = (options, value) => options.MaxReplyLength = value.Number(),
        [nameof(ZooKeeperClientOptions.Tls)] = (options, section) => section.Options(options.Tls, Tls),
        [nameof(ZooKeeperClientOptions.LoggerFactory)] = null,
        [nameof(ZooKeeperClientOptions.TimeProvider)] = null,
    };

    private static readonly Dictionary<string, Action<ZooKeeperConfigurationOptions, IConfigurationSection>?> Source = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperConfigurationOptions.ConnectionString)] = (options, value) => options.ConnectionString = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.Paths)] = (options, list) => list.TextOrTexts(options.Paths),
        [nameof(ZooKeeperConfigurationOptions.ServicesPath)] = (options, value) => options.ServicesPath = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.Section)] = (options, value) => options.Section = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.Documents)] = null,
        [nameof(ZooKeeperConfigurationOptions.SelectDocument)] = null,
        [nameof(ZooKeeperConfigurationOptions.MapKey)] = null,
        [nameof(ZooKeeperConfigurationOptions.IgnoreFolderData)] = (options, value) => options.IgnoreFolderData = value.Flag(),
        [nameof(ZooKeeperConfigurationOptions.TrimLineEnd)] = (options, value) => options.TrimLineEnd = value.Flag(),
        [nameof(ZooKeeperConfigurationOptions.MaxInflatedLength)] = (options, value) => options.MaxInflatedLength = value.Number(),
        [nameof(ZooKeeperConfigurationOptions.SecretKey)] = null,
        [nameof(ZooKeeperConfigurationOptions.SecretRoot)] = (options, value) => options.SecretRoot = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.ControlPath)] = (options, value) => options.ControlPath = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.RequireManagedRoot)] = (options, value) => options.RequireManagedRoot = value.Flag(),
        [nameof(ZooKeeperConfigurationOptions.Optional)] = (options, value) => options.Optional = value.Flag(),
        [nameof(ZooKeeperConfigurationOptions.ReloadOnChange)] = (options, value) => options.ReloadOnChange = value.Flag(),
        [nameof(ZooKeeperConfigurationOptions.StartupTimeout)] = (options, value) => options.StartupTimeout = value.Time(),
        [nameof(ZooKeeperConfigurationOptions.OnLoadException)] = null,
        [nameof(ZooKeeperConfigurationOptions.MinReloadInterval)] = (options, value) => options.MinReloadInterval = value.Time(),
        [nameof(ZooKeeperConfigurationOptions.AuditInterval)] = (options, value) => options.AuditInterval = value.Time(),
        [nameof(ZooKeeperConfigurationOptions.Connection)] = (options, section) => section.Options(options.Connection, Connection),
        [nameof(ZooKeeperConfigurationOptions.ApplicationName)] = (options, value) => options.ApplicationName = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.EnvironmentName)] = (options, value) => options.EnvironmentName = value.Text(),
        [nameof(ZooKeeperConfigurationOptions.SnapshotFile)] = (options, value) => options.SnapshotFile = value.Text(),
    };

    /// <exception cref="ArgumentException">The section is missing or empty, a key in it is not an option, or a value is invalid. The message names the key
    /// and never quotes the value.</exception>
    public static void Bind(IConfiguration section, ZooKeeperConfigurationOptions options)
    {
        var path = section is IConfigurationSection { Path: var name } ? $"{name}:" : "";
        if (!section.GetChildren().Any())
        {
            throw new ArgumentException(
                $"The configuration section '{path.TrimEnd(':')}' is missing or empty. Set at least '{path}ConnectionString' and '{path}Paths'.");
        }

        section.Options(options, Source);
        CheckConnectionString(section, path);
    }

    // One option with two names: one of two different values would be silently ignored.
    private static void CheckConnectionString(IConfiguration section, string path)
    {
        const string Other = "Connection:ConnectionString";
        if (section["ConnectionString"] is { } own && section[Other] is { } other && own != other)
        {
            throw new ArgumentException($"'{path}ConnectionString' and '{path}{Other}' are the same option, but their values differ. Set only one of them.");
        }
    }

    private static DigestIdentity Identity(IConfigurationSection section)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        section.Options(given, new(StringComparer.OrdinalIgnoreCase)
        {
            [User] = (texts, value) => texts[User] = value.Text(),
            [Password] = (texts, value) => texts[Password] = value.Text(),
        });
        var user = given.GetValueOrDefault(User) ?? throw section.GetSection(User).Invalid("missing");
        var password = given.GetValueOrDefault(Password) ?? throw section.GetSection(Password).Invalid("missing");
        return user.Length > 0 && !user.Contains(':', StringComparison.Ordinal)
            ? new DigestIdentity(user, password)
            : throw section.GetSection(User).Invalid("not a user name: it is empty or contains a colon");
    }
}
