using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>
/// Finds the converter of a C# type. Converters are found by their attribute, in the runtime and in the project, and generic ones are composed:
/// a new type needs a new converter, not a change here.
/// </summary>
internal sealed class ConverterCatalog
{
    private static readonly ConditionalWeakTable<Compilation, ConverterCatalog> Catalogs = new();

    private readonly List<Entry> _entries = [];
    private readonly INamedTypeSymbol? _optional;
    private readonly INamedTypeSymbol? _value;

    private ConverterCatalog(Compilation compilation)
    {
        _optional = compilation.GetTypeByMetadataName("PyExt.Converters.OptionalConverter`2");
        _value = compilation.GetTypeByMetadataName("PyExt.Converters.ValueConverter`1");
        INamedTypeSymbol? converter = compilation.GetTypeByMetadataName(Known.Converter);
        if (converter is null)
            return;
        Collect(compilation.Assembly.GlobalNamespace, converter, isUser: true);
        if (!SymbolEqualityComparer.Default.Equals(converter.ContainingAssembly, compilation.Assembly))
            Collect(converter.ContainingAssembly.GlobalNamespace, converter, isUser: false);
        // The most specific first: byte[] before T[].
        _entries.Sort((left, right) => left.Arity.CompareTo(right.Arity));
    }

    public static ConverterCatalog For(Compilation compilation) => Catalogs.GetValue(compilation, static c => new ConverterCatalog(c));

    /// <summary>The hint for a class of the module: with a dot before it, because <c>list</c> is Python's, whatever the module calls so.</summary>
    public static string ClassHint(string pythonName) => "." + pythonName;

    /// <summary>The conversion of a type, or null when it cannot cross.</summary>
    public ConversionModel? Resolve(ITypeSymbol type)
    {
        if (type.NullableAnnotation == NullableAnnotation.Annotated && type.IsReferenceType && _optional is not null)
        {
            ConversionModel? inner = Resolve(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
            return inner is null ? null : Closed(type, _optional, inner.Hint + " | None", inner.ParameterHint + " | None", inner.NeedsFrame, [inner.CSharpType, inner.Converter]);
        }
        if (type.IsReferenceType && IsClass(type))
            return new ConversionModel(Display(type), ClassConverter(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)), ClassHint(Name(type)), ClassHint(Name(type)), NeedsFrame: true, IsRefStruct: false);
        if (_value is not null && IsClass(type))
            return Closed(type, _value, ClassHint(Name(type)), ClassHint(Name(type)), needsFrame: true, [Display(type)]);
        foreach (Entry entry in _entries)
        {
            var bindings = new Dictionary<ITypeParameterSymbol, ITypeSymbol>(SymbolEqualityComparer.Default);
            if (Unify(entry.Target, type, bindings) && Close(entry, type, bindings) is { } conversion)
                return conversion;
        }
        return null;
    }

    /// <summary>The converter that is generated for a class: it knows the class, where one that is generic over it would have to look everything up.</summary>
    public static string ClassConverter(string fullName) => "global::PyExt.Generated." + BindingName(fullName) + ".Converter";

    /// <summary>The name of the class that holds the binding of an exported class.</summary>
    public static string BindingName(string fullName) => fullName.Replace("global::", "").Replace('.', '_').Replace("@", "") + "Binding";

    private static bool IsClass(ITypeSymbol type) => Known.Has(type, Known.PyClass) && type is INamedTypeSymbol { IsGenericType: false };

    private static string Name(ITypeSymbol type) => Known.Attribute(type, Known.PyName)?.ConstructorArguments[0].Value as string ?? type.Name;

    private static string Display(ITypeSymbol type) => type.ToDisplayString(Known.TypeFormat);

    private static ConversionModel Closed(ITypeSymbol type, INamedTypeSymbol converter, string hint, string parameterHint, bool needsFrame, List<string> arguments)
    {
        string name = converter.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None));
        return new ConversionModel(Display(type), arguments.Count == 0 ? name : name + "<" + string.Join(", ", arguments) + ">", hint, parameterHint, needsFrame, type.IsRefLikeType);
    }

    // Type parameters that the target binds are types; each other one is the converter of the one that its constraint names.
    private ConversionModel? Close(Entry entry, ITypeSymbol type, Dictionary<ITypeParameterSymbol, ITypeSymbol> bindings)
    {
        var arguments = new List<string>();
        var inner = new List<ConversionModel>();
        foreach (ITypeParameterSymbol parameter in entry.Converter.TypeParameters)
        {
            if (bindings.TryGetValue(parameter, out ITypeSymbol? bound))
            {
                if (parameter.HasValueTypeConstraint && !bound.IsValueType)
                    return null;
                arguments.Add(Display(bound));
                continue;
            }
            ITypeSymbol? converted = parameter.ConstraintTypes.OfType<INamedTypeSymbol>().FirstOrDefault(IsConverter)?.TypeArguments[0];
            if (converted is not ITypeParameterSymbol item || !bindings.TryGetValue(item, out ITypeSymbol? itemType) || itemType.IsRefLikeType)
                return null;
            ConversionModel? conversion = Resolve(itemType);
            if (conversion is null)
                return null;
            inner.Add(conversion);
            arguments.Add(conversion.Converter);
        }
        string hint = Format(entry.Hint, inner.Select(conversion => conversion.Hint));
        string parameterHint = Format(entry.ParameterHint, inner.Select(conversion => conversion.ParameterHint));
        return Closed(type, entry.Converter, hint, parameterHint, entry.NeedsFrame || inner.Any(conversion => conversion.NeedsFrame), arguments);
    }

    private static string Format(string hint, IEnumerable<string> arguments) =>
        string.Format(CultureInfo.InvariantCulture, hint, arguments.Cast<object>().ToArray());

    private static bool IsConverter(INamedTypeSymbol type) => type is { Name: "IPyConverter", Arity: 1 } && type.ContainingNamespace.ToDisplayString() == Known.InteropNamespace;

    private static bool Unify(ITypeSymbol pattern, ITypeSymbol type, Dictionary<ITypeParameterSymbol, ITypeSymbol> bindings)
    {
        switch (pattern)
        {
            case ITypeParameterSymbol parameter:
                if (bindings.TryGetValue(parameter, out ITypeSymbol? bound))
                    return SymbolEqualityComparer.Default.Equals(bound, type);
                bindings.Add(parameter, type);
                return true;
            case IArrayTypeSymbol array:
                return type is IArrayTypeSymbol otherArray && array.Rank == otherArray.Rank && Unify(array.ElementType, otherArray.ElementType, bindings);
            case INamedTypeSymbol named when type is INamedTypeSymbol other:
                if (!SymbolEqualityComparer.Default.Equals(named.OriginalDefinition, other.OriginalDefinition))
                    return false;
                ImmutableArray<ITypeSymbol> patterns = named.TypeArguments;
                for (int i = 0; i < patterns.Length; i++)
                {
                    if (!Unify(patterns[i], other.TypeArguments[i], bindings))
                        return false;
                }
                return true;
            default:
                return false;
        }
    }

    private void Collect(INamespaceSymbol @namespace, INamedTypeSymbol converter, bool isUser)
    {
        foreach (INamespaceSymbol inner in @namespace.GetNamespaceMembers())
            Collect(inner, converter, isUser);
        foreach (INamedTypeSymbol type in @namespace.GetTypeMembers())
            Add(type, converter, isUser);
    }

    private void Add(INamedTypeSymbol type, INamedTypeSymbol converter, bool isUser)
    {
        if (Known.Attribute(type, Known.PyConverter) is not { ConstructorArguments: [{ Value: string hint }] } attribute)
            return;
        ITypeSymbol? target = type.AllInterfaces.FirstOrDefault(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, converter))?.TypeArguments[0];
        if (target is null)
            return;
        string parameterHint = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "ParameterHint").Value.Value as string ?? hint;
        // What a converter of the project does with the token is not known.
        bool needsFrame = isUser || attribute.NamedArguments.Any(argument => argument is { Key: "NeedsFrame", Value.Value: true });
        _entries.Add(new Entry(type, target, hint, parameterHint, needsFrame));
    }

    private sealed record Entry(INamedTypeSymbol Converter, ITypeSymbol Target, string Hint, string ParameterHint, bool NeedsFrame)
    {
        public int Arity => Converter.Arity;
    }
}
