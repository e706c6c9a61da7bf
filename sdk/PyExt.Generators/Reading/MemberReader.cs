using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads the members of an exported class, collecting diagnostics on their lines.</summary>
internal sealed class MemberReader(Compilation compilation, bool isModule)
{
    private readonly ConverterCatalog _converters = ConverterCatalog.For(compilation);
    private readonly ImmutableArray<DiagnosticInfo>.Builder _diagnostics = ImmutableArray.CreateBuilder<DiagnosticInfo>();

    public EquatableArray<DiagnosticInfo> Diagnostics => _diagnostics.ToImmutable();

    public void Report(DiagnosticDescriptor descriptor, ISymbol symbol, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, symbol, arguments));

    /// <summary>The Python name of a symbol: <c>[PyName]</c>, or what PEP 8 makes of it.</summary>
    public string NameOf(ISymbol symbol, string suggested)
    {
        string name = Known.Attribute(symbol, Known.PyName)?.ConstructorArguments.FirstOrDefault().Value as string ?? suggested;
        if (!PythonNames.IsIdentifier(name))
            Report(Descriptors.InvalidName, symbol, name);
        return name;
    }

    public MethodModel? ReadMethod(IMethodSymbol method)
    {
        string? problem = method switch
        {
            { IsGenericMethod: true } => "it is generic, and Python calls have no type arguments",
            { RefKind: not RefKind.None } => "it returns by reference",
            { IsVararg: true } => "it has variable arguments",
            { IsAsync: true, ReturnsVoid: true } => "it is async and returns nothing that could be awaited, so nobody learns when it ends, and an exception in it ends the process; return Task",
            _ => null,
        };
        if (problem is not null)
        {
            Report(Descriptors.UnsupportedMember, method, method.Name, problem);
            return null;
        }
        EquatableArray<ParameterModel>? parameters = new ParameterReader(this, method, isModule).Read();
        (ResultKind result, ITypeSymbol? value) = method.MethodKind == MethodKind.Ordinary ? ResultReader.Read(method.ReturnType) : (ResultKind.Value, method.ReturnType);
        bool isVoid = method.ReturnsVoid || method.MethodKind == MethodKind.Constructor || value is null;
        ConversionModel? returned = isVoid ? null : Resolve(value!, method, "'" + method.Name + "' (what it returns)");
        if (parameters is null || (returned is null && !isVoid))
            return null;
        return new MethodModel(
            method.Name,
            method.MethodKind == MethodKind.Constructor ? "__init__" : NameOf(method, PythonNames.SnakeCase(method.Name)),
            method.IsStatic,
            parameters.Value,
            returned,
            DocComments.Read(method, compilation, PythonNamesOf(parameters.Value)),
            result);
    }

    public PropertyModel? ReadProperty(IPropertySymbol property)
    {
        if (property.IsIndexer || isModule)
        {
            Report(Descriptors.UnsupportedMember, property, property.Name, property.IsIndexer
                ? "indexers are not exported"
                : "module attributes cannot run code; make it a method");
            return null;
        }
        bool canRead = property.GetMethod is { DeclaredAccessibility: Accessibility.Public };
        bool canWrite = property.SetMethod is { DeclaredAccessibility: Accessibility.Public, IsInitOnly: false };
        if (property.IsStatic)
        {
            Report(Descriptors.UnsupportedMember, property, property.Name, "static properties are not exported; make it a static method");
            return null;
        }
        ConversionModel? conversion = Resolve(property.Type, property, Quote(property));
        return conversion is null || !(canRead || canWrite)
            ? null
            : new PropertyModel(property.Name, NameOf(property, PythonNames.SnakeCase(property.Name)), conversion, canRead, canWrite, DocComments.Read(property, compilation));
    }

    /// <summary>A public field: a constant, or an attribute of instances.</summary>
    public object? ReadField(IFieldSymbol field)
    {
        if (field.IsConst)
        {
            ConversionModel? constant = Resolve(field.Type, field, Quote(field));
            return constant is null ? null : new ConstantModel(field.Name, NameOf(field, PythonNames.UpperCase(field.Name)), constant);
        }
        if (isModule || field.IsStatic)
        {
            Report(Descriptors.UnsupportedMember, field, field.Name, "only constants and instance fields of a [PyClass] are exported");
            return null;
        }
        ConversionModel? conversion = Resolve(field.Type, field, Quote(field));
        return conversion is null
            ? null
            : new PropertyModel(field.Name, NameOf(field, PythonNames.SnakeCase(field.Name)), conversion, CanRead: true, CanWrite: !field.IsReadOnly, DocComments.Read(field, compilation));
    }

    /// <summary>The Python names of the parameters that Python passes, as docstrings call them, by their C# names.</summary>
    public static Dictionary<string, string> PythonNamesOf(EquatableArray<ParameterModel> parameters) =>
        parameters.Where(parameter => parameter.IsPassed).ToDictionary(parameter => parameter.Name, parameter => parameter.StarredName);

    /// <summary>The conversion of a type, or null with a diagnostic on the symbol.</summary>
    public ConversionModel? Resolve(ITypeSymbol type, ISymbol symbol, string what)
    {
        if (Utf8Text.IsAsked(symbol))
            return Utf8Text.Conversion(this, type, symbol, what);
        ConversionModel? conversion = _converters.Resolve(type);
        if (conversion is null && type.TypeKind != TypeKind.Error) // the compiler reports what it cannot find
            Report(Descriptors.UnsupportedType, symbol, what, type.ToDisplayString());
        return conversion;
    }

    private static string Quote(ISymbol symbol) => "'" + symbol.Name + "'";

    /// <summary>The names of the fields, and auto-properties, that hold handles: what <c>tp_traverse</c> visits.</summary>
    public static EquatableArray<string> HandleFields(INamedTypeSymbol type) => type.GetMembers().OfType<IFieldSymbol>()
        .Where(field => !field.IsStatic && Known.IsHandle(field.Type))
        .Select(field => field.AssociatedSymbol?.Name ?? field.Name)
        .ToImmutableArray();

    /// <summary>Whether a member is exported at all.</summary>
    public static bool IsExported(ISymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public && !member.IsImplicitlyDeclared && !Known.Has(member, Known.PyIgnore);

    /// <summary>Whether a parameter is filled in, and no argument.</summary>
    public static bool IsInjected(IParameterSymbol parameter) => Known.Is(parameter.Type, Known.Token) || Known.Has(parameter.Type, Known.PyModule);
}
