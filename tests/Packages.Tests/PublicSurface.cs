using System.Reflection;
using System.Runtime.CompilerServices;

namespace Packages.Tests;

/// <summary>All that a library offers to others, as lines: its types, and below each its members.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string[] Of(Assembly library) =>
    [
        .. library.GetExportedTypes()
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .SelectMany(type => MembersOf(type).Order(StringComparer.Ordinal).Select(member => $"  {member}").Prepend(HeadOf(type))),
    ];

    private static string HeadOf(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(type.IsByRefLike ? "ref " : "")}{Record(type)}struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => $"abstract {Record(type)}class",
            { IsSealed: true } => $"sealed {Record(type)}class",
            _ => $"{Record(type)}class",
        };
        var inherited = type.IsEnum || type.BaseType is null || type.BaseType == typeof(object) || type.BaseType == typeof(ValueType) ? [] : new[] { type.BaseType };
        var bases = inherited.Concat(type.IsEnum ? [] : type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []))
            .Select(TypeText.Of)
            .Order(StringComparer.Ordinal)
            .ToArray();
        return $"{kind} {type.FullName}{(bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}")}";
    }

    // A record class has the first, a record struct only the second.
    private static string Record(Type type) =>
        type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true ? "record " : "";

    private static IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return Enum.GetValues(type).Cast<object>().Select(value => $"{value} = {Convert.ToInt64(value, null)}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(MemberText.Of)
            .Concat(type.GetMethods(Declared).Where(IsVisible).Where(IsWritten).Select(MemberText.Of))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsVisible)).Where(IsWritten).Select(MemberText.Of))
            .Concat(type.GetEvents(Declared).Where(happening => IsVisible(happening.AddMethod!)).Select(MemberText.Of))
            .Concat(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(MemberText.Of));
    }

    public static bool IsVisible(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    // What the compiler adds to records goes without saying, except what takes them apart. Accessors are named with their properties and events.
    private static bool IsWritten(MethodInfo method) =>
        method.Name == "Deconstruct" ||
        (!method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)));

    private static bool IsWritten(PropertyInfo property) => property.Name != "EqualityContract";
}
