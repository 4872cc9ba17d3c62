namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A tree that is too large to be read again after a reconnect: a mirror compares its Stats.</summary>
internal static class LargeTree
{
    public const int ZnodeLength = 1_000_000;

    public static async Task CreateAsync(ZooKeeperClient client, string root)
    {
        await client.CreateAsync(root);
        for (var i = 0; i < 5; i++)
        {
            await client.CreateAsync($"{root}/large{i}", new byte[ZnodeLength]);
        }
    }
}
