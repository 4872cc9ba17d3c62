namespace ZooKeeper.Testing.Tests;

internal static class OpCode
{
    public const int Ping = 11;
    public const int WhoAmI = 107;
    public const int CloseSession = -11;
}
