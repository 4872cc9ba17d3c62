using System.Reflection;

namespace Packages.Tests;

/// <summary>A type as C# writes it, with its namespace, and with what may be null.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int",
        [typeof(long)] = "long", [typeof(double)] = "double",
    };

    public static string Of(Type type) => Of(type, annotation: null);

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter));

    public static string Of(PropertyInfo property) => Of(property.PropertyType, new NullabilityInfoContext().Create(property));

    private static string Of(Type type, NullabilityInfo? annotation)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, annotation);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        var mark = !type.IsValueType && annotation?.ReadState == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!, annotation?.ElementType)}[]{mark}";
        }

        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword + mark;
        }

        if (!type.IsGenericType)
        {
            return $"{(type.IsGenericParameter ? type.Name : type.FullName)}{mark}";
        }

        var arguments = type.GetGenericArguments().Select((argument, index) => Of(argument, annotation?.GenericTypeArguments.ElementAtOrDefault(index)));
        return $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }
}
