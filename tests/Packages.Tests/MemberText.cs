using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Packages.Tests;

/// <summary>A member as a line of C#.</summary>
internal static class MemberText
{
    public static string Of(ConstructorInfo constructor) =>
        $"{Access(constructor)}{constructor.DeclaringType!.Name}({Parameters(constructor)})";

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Of))}>" : "";
        return $"{Access(method)}{method.Name}{generic}({Parameters(method)}) -> {TypeText.Of(method.ReturnParameter)}";
    }

    public static string Of(PropertyInfo property)
    {
        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute));
        var accessors = new[] { (Verb: "get", Method: property.GetMethod), (Verb: IsInit(property) ? "init" : "set", Method: property.SetMethod) }
            .Where(accessor => accessor.Method is not null && PublicSurface.IsVisible(accessor.Method))
            .Select(accessor => $"{accessor.Verb};");
        var indices = property.GetIndexParameters();
        var name = indices.Length == 0 ? property.Name : $"this[{string.Join(", ", indices.Select(Of))}]";
        var access = Access(property.GetMethod ?? property.SetMethod!);
        return $"{access}{(isRequired ? "required " : "")}{name} {{ {string.Join(' ', accessors)} }} -> {TypeText.Of(property)}";
    }

    public static string Of(EventInfo happening) => $"{Access(happening.AddMethod!)}event {happening.Name} -> {TypeText.Of(happening.EventHandlerType!)}";

    public static string Of(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}";
        return $"{kind}{field.Name}{(field.IsLiteral ? $" = {Literal(field.GetRawConstantValue())}" : "")} -> {TypeText.Of(field.FieldType)}";
    }

    private static string Access(MethodBase method) =>
        $"{(method.IsPublic ? "" : "protected ")}{(method is { IsStatic: true, IsConstructor: false } ? "static " : "")}" +
        (method is MethodInfo { IsVirtual: true, IsFinal: false } declared && !declared.DeclaringType!.IsSealed ? "virtual " : "");

    private static string Parameters(MethodBase method) =>
        (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Of));

    private static string Of(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        return $"{passing}{TypeText.Of(parameter)} {parameter.Name}{(parameter.HasDefaultValue ? $" = {Literal(parameter.DefaultValue)}" : "")}";
    }

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool => value.Equals(true) ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
