using System.Text.Json.Nodes;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Tests;

/// <summary>A znode without data and one with empty data differ in every output.</summary>
[TestClass]
public sealed class DataOutputTests
{
    [TestMethod]
    public async Task Documents_NoDataAndEmptyData_AreNullAndAnEmptyText()
    {
        var path = SharedServer.UniquePath();
        using var tool = new Tool(SharedServer.Dev);
        await using var client = await SharedServer.ConnectAsync(SharedServer.Dev);
        await client.CreateWithParentsAsync($"{path}/Null");
        await client.CreateAsync($"{path}/Empty", []);
        await tool.MustAsync("init", path);

        Assert.AreEqual("null", Text((await tool.RunAsync("get", $"{path}/Null", "-o", "json")).Json["value"]));
        Assert.AreEqual("\"\"", Text((await tool.RunAsync("get", $"{path}/Empty", "-o", "json")).Json["value"]));
        var children = (await tool.RunAsync("ls", path, "-o", "json")).Json["children"]!.AsArray();
        Assert.AreEqual("\"\", null", string.Join(", ", children.Select(child => Text(child!["value"]))));
        var tree = (await tool.RunAsync("tree", path, "-o", "json")).Json["znode"]!["children"]!.AsArray();
        Assert.AreEqual("\"\", null", string.Join(", ", tree.Select(child => Text(child!["value"]))));

        var set = await tool.RunAsync("set", $"{path}/Null", "1", "-y", "-o", "json");
        Assert.AreEqual("null → \"1\"", Values(set.Json));
        Assert.AreEqual("null → \"\"", Values((await tool.RunAsync("set", $"{path}/New", "", "-y", "-o", "json")).Json));
        Assert.AreEqual("null → \"1\"", Values((await tool.RunAsync("show", path, "1", "-o", "json")).Json));
        Assert.AreEqual("\"\" → null", Values((await tool.RunAsync("delete", $"{path}/New", "-y", "-o", "json")).Json));
        Assert.Contains("~ Null  \"1\" → (no data)", (await tool.RunAsync("diff", path, $"{path}@0")).Out);
    }

    private static string Values(JsonNode document) => $"{Text(document["changes"]![0]!["old"])} → {Text(document["changes"]![0]!["new"])}";

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
