using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>A group that has a member of this library and one of Apache Curator.</summary>
[TestClass]
public sealed class GroupInteropTests
{
    [TestMethod]
    public async Task Group_WithCuratorsGroupMember_EachSeesTheOther()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var group = new ZooKeeperGroup(client, SharedServer.UniquePath());
        await using var ours = await group.JoinAsync("ours", "first"u8.ToArray());
        await using var other = ForeignProcess.CuratorMember(SharedServer.Server.ConnectionString, group.Path, "ours", "second");
        await Eventually.TrueAsync(async () => await DataOfCuratorAsync() == "alone");

        await ours.SetDataAsync("second"u8.ToArray());

        await Eventually.TrueAsync(async () => await DataOfCuratorAsync() == "together", because: "Curator has seen the second data");
        await other.EndAsync();
        await Eventually.TrueAsync(async () => (await group.GetViewAsync()).Members.Single().Id == "ours");

        async Task<string?> DataOfCuratorAsync() =>
            (await group.GetViewAsync()).Find("curator")?.Data is { } data ? System.Text.Encoding.UTF8.GetString(data.Span) : null;
    }
}
