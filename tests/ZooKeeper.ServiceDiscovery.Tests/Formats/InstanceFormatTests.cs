using System.Text;
using ZooKeeper.ServiceDiscovery.Formats;

namespace ZooKeeper.ServiceDiscovery.Tests.Formats;

[TestClass]
public sealed class InstanceFormatTests
{
    private const string Spring =
        """{"name":"orders","id":"8e1d7c3c","address":"10.0.0.7","port":8080,"sslPort":null,"payload":{"@class":"org.springframework.cloud.zookeeper.discovery.ZookeeperInstance","id":"orders-1","name":"orders","metadata":{"instance_status":"UP","zone":"é<&'b"}},"registrationTimeUTC":1610116500446,"serviceType":"DYNAMIC","uriSpec":{"parts":[{"value":"scheme","variable":true},{"value":"://","variable":false},{"value":"address","variable":true},{"value":":","variable":false},{"value":"port","variable":true}]}}""";

    private const string Dubbo =
        """{"name":"greeter","id":"10.0.0.8:20880","address":"10.0.0.8","port":20880,"sslPort":null,"payload":{"@class":"org.apache.dubbo.registry.zookeeper.ZookeeperInstance","id":"10.0.0.8:20880","name":"greeter","metadata":{"dubbo.endpoints":"[{\"port\":20880,\"protocol\":\"dubbo\"},{\"port\":50051,\"protocol\":\"tri\"}]","dubbo.metadata.storage-type":"local"}},"registrationTimeUTC":1610116500446,"serviceType":"DYNAMIC","uriSpec":null}""";

    [TestMethod]
    [DataRow(Spring)]
    [DataRow(Dubbo)]
    [DataRow("""{"name":"orders","id":"1","address":"h","port":null,"sslPort":443,"payload":null,"registrationTimeUTC":1,"serviceType":"STATIC","uriSpec":null,"enabled":false}""")]
    public void ToJson_OfWhatWasParsed_IsTheSameByteForByte(string json)
    {
        Assert.AreEqual(json, Encoding.UTF8.GetString(ServiceInstance.Parse(Encoding.UTF8.GetBytes(json)).ToJson()));
    }

    [TestMethod]
    public void Parse_InstanceOfSpring_HasItsAddressAndMetadata()
    {
        var instance = ServiceInstance.Parse(Encoding.UTF8.GetBytes(Spring));

        Assert.AreEqual(("orders", "8e1d7c3c", "10.0.0.7"), (instance.Name, instance.Id, instance.Address));
        Assert.AreEqual("http://10.0.0.7:8080", instance.Endpoints.Single().ToString());
        Assert.AreEqual((ServiceStatus.Up, 1.0, "é<&'b"), (instance.Status, instance.Weight, instance.Zone));
        Assert.AreEqual(DateTimeOffset.FromUnixTimeMilliseconds(1610116500446), instance.RegisteredAt);
    }

    [TestMethod]
    public void Parse_ApplicationOfDubbo_HasTheEndpointsOfItsProtocols()
    {
        var instance = ServiceInstance.Parse(Encoding.UTF8.GetBytes(Dubbo));

        CollectionAssert.AreEqual(new InstanceEndpoint[] { new("dubbo", "10.0.0.8", 20880), new("tri", "10.0.0.8", 50051) }, instance.Endpoints.ToArray());
    }

    [TestMethod]
    [DataRow("8080", "null", "http://h:8080")]
    [DataRow("8080", "8443", "https://h:8443 http://h:8080")]
    [DataRow("8443", "8443", "https://h:8443")]
    [DataRow("null", "8443", "https://h:8443")]
    [DataRow("null", "null", "")]
    [DataRow("0", "70000", "")]
    public void Endpoints_OfPorts_AreTlsFirst(string port, string sslPort, string expected)
    {
        var instance = Parse($$"""{"name":"n","id":"i","address":"h","port":{{port}},"sslPort":{{sslPort}}}""");

        Assert.AreEqual(expected, string.Join(' ', instance.Endpoints));
    }

    [TestMethod]
    [DataRow("2001:db8::7", "2001:db8::7")]
    [DataRow("[2001:db8::7]", "2001:db8::7")]
    [DataRow("fe80::1%3", "fe80::1%3")]
    [DataRow("[fe80::1%eth0]", "fe80::1%eth0")]
    public void Endpoints_OfAnIPv6AddressWithOrWithoutBrackets_AreTheSame(string written, string host)
    {
        var json = $$"""{"name":"n","id":"i","address":"{{written}}","port":8080,"sslPort":null,"payload":null,"registrationTimeUTC":1,"serviceType":"DYNAMIC","uriSpec":null}""";

        var instance = Parse(json);

        var endpoint = instance.Endpoints.Single();
        Assert.AreEqual((host, host), (instance.Address, endpoint.Host));
        Assert.AreEqual($"http://[{host}]:8080", endpoint.ToString());
        Assert.AreEqual(host, endpoint.ToUri().IdnHost, "HttpClient connects to this");
        Assert.AreEqual(json, Encoding.UTF8.GetString(instance.ToJson()));
    }

    [TestMethod]
    [DataRow("""{"instance_status":"UP"}""", "true", ServiceStatus.Up)]
    [DataRow("""{"instance_status":""}""", "true", ServiceStatus.Up)]
    [DataRow("{}", "true", ServiceStatus.Up)]
    [DataRow("{}", "null", ServiceStatus.Up)]
    [DataRow("""{"instance_status":"OUT_OF_SERVICE"}""", "true", ServiceStatus.OutOfService)]
    [DataRow("""{"instance_status":"STARTING"}""", "true", ServiceStatus.OutOfService)]
    [DataRow("""{"instance_status":"UP"}""", "false", ServiceStatus.OutOfService)]
    public void Status_OfMetadataAndEnabled_IsThatOfSpringAndCurator(string metadata, string enabled, ServiceStatus expected)
    {
        var instance = Parse($$$"""{"name":"n","id":"i","payload":{"metadata":{{{metadata}}} },"enabled":{{{enabled}}},"unknown":[1]}""");

        Assert.AreEqual(expected, instance.Status);
    }

    [TestMethod]
    [DataRow("2.5", 2.5)]
    [DataRow("0", 0.0)]
    [DataRow("-3", 0.0)]
    [DataRow("NaN", 1.0)]
    [DataRow("many", 1.0)]
    public void Weight_OfMetadata_IsANumberFromZero(string text, double expected) =>
        Assert.AreEqual(expected, Parse($$$"""{"name":"n","id":"i","payload":{"metadata":{"weight":"{{{text}}}"} } }""").Weight);

    [TestMethod]
    [DataRow("")]
    [DataRow("secret")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"name":"n"}""")]
    [DataRow("""{"name":1,"id":"secret"}""")]
    [DataRow("""{"name":"n","id":"i","enabled":"secret"}""")]
    public void Parse_NoInstance_ThrowsWithoutTheData(string json)
    {
        var e = Assert.ThrowsExactly<FormatException>(() => Parse(json));

        Assert.DoesNotContain("secret", e.Message);
    }

    [TestMethod]
    public void Parse_TextInPlaceOfNumbersAndTheReverse_IsReadAsJacksonReadsIt()
    {
        var instance = Parse("""
            {"name":"n","id":"i","address":"h","port":"8080","registrationTimeUTC":"1610116500446","enabled":"false","payload":{"metadata":{"weight":2.5,"canary":true,"none":null} } }
            """);

        Assert.AreEqual("http://h:8080", instance.Endpoints.Single().ToString());
        Assert.AreEqual(DateTimeOffset.FromUnixTimeMilliseconds(1610116500446), instance.RegisteredAt);
        Assert.AreEqual(ServiceStatus.OutOfService, instance.Status);
        Assert.AreEqual("weight=2.5 canary=true", string.Join(' ', instance.Metadata.Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.AreEqual(2.5, instance.Weight);
    }

    [TestMethod]
    public void DubboUrl_OfAProvider_IsAnInstance()
    {
        var name = Uri.EscapeDataString("dubbo://10.0.0.9:20880/com.example.Orders?application=shop&weight=50&timestamp=1610116500446&methods=a,b");

        var instance = DubboUrl.Parse("com.example.Orders", name);

        Assert.AreEqual("dubbo://10.0.0.9:20880", instance.Endpoints.Single().ToString());
        Assert.AreEqual((50.0, "shop", ServiceStatus.Up), (instance.Weight, instance.Metadata["application"], instance.Status));
        Assert.AreEqual(DateTimeOffset.FromUnixTimeMilliseconds(1610116500446), instance.RegisteredAt);
        Assert.AreEqual(ServiceStatus.OutOfService, DubboUrl.Parse("x", Uri.EscapeDataString("tri://h:1/x?disabled=true")).Status);
        Assert.ThrowsExactly<FormatException>(() => DubboUrl.Parse("x", "no-url"));
    }

    [TestMethod]
    public void DubboUrl_WithSpaces_HasThemInItsMetadata()
    {
        // Java encodes a space as a plus.
        var name = System.Net.WebUtility.UrlEncode("dubbo://10.0.0.9:20880/com.example.Orders?application=my shop&plus=a+b&é=ü");

        var metadata = DubboUrl.Parse("com.example.Orders", name).Metadata;

        Assert.AreEqual(("my shop", "a+b", "ü"), (metadata["application"], metadata["plus"], metadata["é"]));
    }

    [TestMethod]
    [DataRow("dubbo://[2001:db8::7]:20880/com.example.Orders?application=shop", "2001:db8::7")]
    [DataRow("dubbo://2001:db8:0:0:0:0:0:7:20880/com.example.Orders?application=shop", "2001:db8::7")]
    [DataRow("dubbo://fe80:0:0:0:0:0:0:7%eth0:20880", "fe80::7%eth0")]
    public void DubboUrl_WithIPv6_IsReadWithOrWithoutBrackets(string written, string host)
    {
        var endpoint = DubboUrl.Parse("x", Uri.EscapeDataString(written)).Endpoints.Single();

        Assert.AreEqual((host, 20880), (endpoint.Host, endpoint.Port));
    }

    private static ServiceInstance Parse(string json) => ServiceInstance.Parse(Encoding.UTF8.GetBytes(json));
}
