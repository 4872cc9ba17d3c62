namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Creates a tree that is so large that a mirror compares its Stats after a reconnect.</summary>
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
