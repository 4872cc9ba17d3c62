using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

/// <summary>A Kerberos realm with a KDC on loopback. This process is in it, with the principal <c>shop</c>; there can be one in a process.</summary>
internal sealed class KerberosRealm : IAsyncDisposable
{
    private const string Name = "EXAMPLE.TEST";

    // The KDC must not outlive this process: the shell's standard input ends with it.
    private const string Guard = """
        krb5kdc -n </dev/null >"$1" 2>&1 &
        kdc=$!
        read -r _
        kill $kdc
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kerberos-").FullName;
    private readonly int _port = FreePort.Next();
    private Process? _kdc;

    public string Configuration => Path.Combine(_folder, "krb5.conf");

    /// <summary>The password of the principal <c>operator</c>.</summary>
    public static string OperatorPassword => "hidden-password";

    public static async Task<KerberosRealm> StartAsync()
    {
        var realm = new KerberosRealm();
        realm.Configure();

        // The system's library reads the process's own environment, which .NET does not change.
        Assert.AreEqual(0, SetEnvironment("KRB5_CONFIG", realm.Configuration, 1));
        await realm.RunAsync("kdb5_util", "create", "-s", "-P", "master");
        await realm.AdministrateAsync("addprinc -randkey zookeeper/localhost");
        await realm.AdministrateAsync("addprinc -randkey shop");
        await realm.AdministrateAsync($"addprinc -pw {OperatorPassword} operator");
        await realm.AdministrateAsync($"ktadd -k {realm.InFolder("zookeeper.keytab")} zookeeper/localhost");
        await realm.AdministrateAsync($"ktadd -k {realm.InFolder("shop.keytab")} shop");
        realm._kdc = realm.Start("/bin/sh", "-c", Guard, "sh", realm.InFolder("kdc.log"));
        await Eventually.TrueAsync(realm.AnswersAsync);
        return realm;
    }

    public Task<ZooKeeperServer> StartServerAsync(CancellationToken cancellationToken, ServerTls? tls = null)
    {
        File.WriteAllText(
            InFolder("jaas.conf"),
            "Server { com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true storeKey=true useTicketCache=false " +
            $"keyTab=\"{InFolder("zookeeper.keytab")}\" principal=\"zookeeper/localhost@{Name}\"; }};");
        return ZooKeeperServer.StartAsync(
            new ZooKeeperServerOptions
            {
                Tls = tls,
                JavaArguments = [$"-Djava.security.auth.login.config={InFolder("jaas.conf")}", $"-Djava.security.krb5.conf={Configuration}"],
                ExtraConfiguration = new Dictionary<string, string> { ["authProvider.sasl"] = "org.apache.zookeeper.server.auth.SASLAuthenticationProvider" },
            },
            cancellationToken);
    }

    /// <summary>Takes from this process the keytab that its tickets come from, and the tickets.</summary>
    /// <returns>What gives the keytab back.</returns>
    public IDisposable WithdrawTickets()
    {
        File.Delete(InFolder("tickets"));
        File.Move(InFolder("shop.keytab"), InFolder("withdrawn.keytab"));
        return new Withdrawal(() => File.Move(InFolder("withdrawn.keytab"), InFolder("shop.keytab")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_kdc is not null)
        {
            _kdc.StandardInput.Close();
            await _kdc.WaitForExitAsync();
            _kdc.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string InFolder(string file) => Path.Combine(_folder, file);

    private void Configure()
    {
        File.WriteAllText(Configuration, $$"""
            [libdefaults]
             default_realm = {{Name}}
             default_ccache_name = FILE:{{InFolder("tickets")}}
             default_client_keytab_name = FILE:{{InFolder("shop.keytab")}}
             dns_lookup_kdc = false
             dns_lookup_realm = false
             rdns = false
             dns_canonicalize_hostname = false
             udp_preference_limit = 1
            [realms]
             {{Name}} = {
              kdc = 127.0.0.1:{{_port}}
             }
            """);
        File.WriteAllText(InFolder("kdc.conf"), $$"""
            [kdcdefaults]
             kdc_listen = 127.0.0.1:{{_port}}
             kdc_tcp_listen = 127.0.0.1:{{_port}}
            [realms]
             {{Name}} = {
              database_name = {{InFolder("principal")}}
              key_stash_file = {{InFolder("stash")}}
             }
            """);
    }

    private Task AdministrateAsync(string query) => RunAsync("kadmin.local", "-q", query);

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, said);
    }

    private Process Start(string program, params string[] arguments)
    {
        var path = program.StartsWith('/') ? program : $"/usr/sbin/{program}";
        Assert.IsTrue(File.Exists(path), $"The tests of Kerberos need {path}: install the packages krb5-kdc and krb5-admin-server.");
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardError = true };
        start.Environment["KRB5_CONFIG"] = Configuration;
        start.Environment["KRB5_KDC_PROFILE"] = InFolder("kdc.conf");
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        return Process.Start(start)!;
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "setenv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "The generated form wants unsafe code.")]
    [SuppressMessage("Globalization", "CA2101", Justification = "Where this runs, texts are UTF-8.")]
    private static extern int SetEnvironment(string name, string value, int overwrite);

    private sealed class Withdrawal(Action giveBack) : IDisposable
    {
        public void Dispose() => giveBack();
    }
}
