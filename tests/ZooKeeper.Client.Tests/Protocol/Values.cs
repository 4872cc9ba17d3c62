using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Generators of what records are made of.</summary>
internal static class Values
{
    private const int Many = 12;

    public static Gen<bool> Bool { get; } = Gen.Elements(false, true);

    public static Gen<int> Int { get; } = Gen.OneOf(Gen.Choose(-1000, 1000), Gen.Choose(0, int.MaxValue), Gen.Elements(int.MinValue, -1, int.MaxValue));

    public static Gen<long> Long { get; } = from high in Int from low in Int select ((long)high << 32) | (uint)low;

    public static Gen<byte[]> Bytes { get; } = Few(Gen.Choose(0, 255).Select(value => (byte)value));

    public static Gen<byte[]?> Buffer { get; } = Gen.OneOf(Bytes.Select(bytes => (byte[]?)bytes), Gen.Constant<byte[]?>(null));

    // One, two, three and four bytes of UTF-8.
    public static Gen<string> String { get; } =
        Few(Gen.Elements("a", "/", "0", " ", "\0", "é", "Ж", "€", "\uFFFD", "😀")).Select(string.Concat);

    public static Gen<string[]> Strings { get; } = Few(String);

    public static Gen<StatRecord> Stat { get; } =
        from longs in Long.ArrayOf(6)
        from ints in Int.ArrayOf(5)
        select new StatRecord(new Stat(longs[0], longs[1], longs[2], longs[3], ints[0], ints[1], ints[2], longs[4], ints[3], ints[4], longs[5]));

    public static Gen<AclRecord> Acl { get; } =
        from permissions in Int
        from scheme in String
        from id in String
        select new AclRecord(new Acl((Permissions)permissions, scheme, id));

    public static Gen<AclRecord[]> Acls { get; } = Few(Acl);

    public static Gen<T[]> Few<T>(Gen<T> element) =>
        from count in Gen.Choose(0, Many)
        from elements in element.ArrayOf(count)
        select elements;
}
