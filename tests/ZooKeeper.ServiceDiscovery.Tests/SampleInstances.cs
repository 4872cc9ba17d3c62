using System.Globalization;
using System.Text;

namespace ZooKeeper.ServiceDiscovery.Tests;

/// <summary>Instances as data of znodes.</summary>
internal static class SampleInstances
{
    public static byte[] Json(string service, string id, int port, string metadata = "{}") => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$$"""{"name":"{{{service}}}","id":"{{{id}}}","address":"127.0.0.1","port":{{{port}}},"payload":{"metadata":{{{metadata}}}}}"""));

    public static ServiceInstance Create(string id, string metadata = "{}") => ServiceInstance.Parse(Json("orders", id, port: 1, metadata));
}
