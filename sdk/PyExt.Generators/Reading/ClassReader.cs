using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads a <c>[PyClass]</c> class.</summary>
internal static class ClassReader
{
    public static Read<ClassModel> Read(INamedTypeSymbol type, Compilation compilation)
    {
        var reader = new MemberReader(compilation, isModule: false);
        DeclarationModel? declaration = DeclarationReader.Read(type, reader);
        if (type.IsStatic)
        {
            reader.Report(Descriptors.UnsupportedShape, type, type.Name, "it is static; make its members methods of the [PyModule] class");
            declaration = null;
        }
        if (type.IsValueType && !type.IsUnmanagedType)
        {
            reader.Report(Descriptors.UnsupportedShape, type, type.Name, type.IsRefLikeType
                ? "it is a ref struct"
                : "it is a struct that holds references, and Python objects hold the struct itself; make it a class");
            declaration = null;
        }
        var members = new Members(reader);
        foreach (ISymbol member in type.GetMembers().Where(MemberReader.IsExported))
            members.Read(member);
        (IMethodSymbol? constructorSymbol, MethodModel? constructor) = ReadConstructor(type, reader);
        string? documentation = DocComments.ReadClass(type, constructorSymbol, constructor is null ? [] : MemberReader.PythonNamesOf(constructor.Parameters));
        if (constructor is not null && constructor.Documentation == documentation)
            constructor = constructor with { Documentation = null }; // a primary constructor: said once
        bool equals = Overrides(type, "Equals") || ImplementsEquatable(type);
        ClassModel? model = declaration is null ? null : new ClassModel(
            declaration,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            reader.NameOf(type, type.Name),
            BaseClass(type)?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            constructor,
            members.Methods.ToImmutable(),
            members.Properties.ToImmutable(),
            members.Constants.ToImmutable(),
            members.Operators(),
            members.Comparisons.ToImmutable(),
            new IterationModel(members.GetEnumerator, members.Current),
            Overrides(type, "ToString"),
            equals,
            Overrides(type, "GetHashCode"),
            MemberReader.HandleFields(type),
            HasHandles(BaseClass(type)),
            type.IsValueType,
            ThreadingModes.IsLocked(type),
            documentation);
        return new Read<ClassModel>(model, LocationInfo.From(type), reader.Diagnostics);
    }

    private static (IMethodSymbol? Symbol, MethodModel? Model) ReadConstructor(INamedTypeSymbol type, MemberReader reader)
    {
        IMethodSymbol[] constructors = type.InstanceConstructors
            .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public && !Known.Has(constructor, Known.PyIgnore) && !IsCopyConstructor(type, constructor))
            .ToArray();
        // A struct has one without parameters besides those that are written.
        if (type.IsValueType && constructors.Length > 1)
            constructors = constructors.Where(constructor => !constructor.IsImplicitlyDeclared || constructor.Parameters.Length != 0).ToArray();
        if (constructors.Length > 1)
            reader.Report(Descriptors.DuplicateName, constructors[1], Describe(constructors[0]), Describe(constructors[1]), "__init__");
        return constructors.Length == 0 || type.IsAbstract ? (null, null) : (constructors[0], reader.ReadMethod(constructors[0]));
    }

    private static string Describe(IMethodSymbol constructor) => constructor.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static bool IsCopyConstructor(INamedTypeSymbol type, IMethodSymbol constructor) =>
        type.IsRecord && constructor.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(constructor.Parameters[0].Type, type);

    private static INamedTypeSymbol? BaseClass(INamedTypeSymbol type) => type.BaseType is { } baseType && Known.Has(baseType, Known.PyClass) ? baseType : null;

    private static bool HasHandles(INamedTypeSymbol? type)
    {
        for (; type is not null; type = BaseClass(type))
        {
            if (MemberReader.HandleFields(type).Count != 0)
                return true;
        }
        return false;
    }

    // Includes what a record synthesises.
    private static bool Overrides(INamedTypeSymbol type, string name) =>
        type.GetMembers(name).OfType<IMethodSymbol>().Any(method => method.IsOverride && (name != "Equals" || method.Parameters.Length == 1));

    private static bool ImplementsEquatable(INamedTypeSymbol type) => type.AllInterfaces.Any(i =>
        i is { Name: "IEquatable", Arity: 1 } && SymbolEqualityComparer.Default.Equals(i.TypeArguments[0], type));

    private sealed class Members(MemberReader reader)
    {
        private readonly NameTable _names = new(reader);
        private readonly Dictionary<string, (OperatorTable.Entry Entry, List<MethodModel> Overloads)> _operators = [];

        public ImmutableArray<MethodModel>.Builder Methods { get; } = ImmutableArray.CreateBuilder<MethodModel>();

        public ImmutableArray<PropertyModel>.Builder Properties { get; } = ImmutableArray.CreateBuilder<PropertyModel>();

        public ImmutableArray<ConstantModel>.Builder Constants { get; } = ImmutableArray.CreateBuilder<ConstantModel>();

        public ImmutableArray<string>.Builder Comparisons { get; } = ImmutableArray.CreateBuilder<string>();

        public MethodModel? GetEnumerator { get; private set; }

        public ConversionModel? Current { get; private set; }

        public void Read(ISymbol member)
        {
            switch (member)
            {
                case IMethodSymbol { Name: "GetEnumerator", IsStatic: false, MethodKind: MethodKind.Ordinary } method when ReadIteration(method):
                    break;
                case IMethodSymbol { Name: "MoveNext", Parameters.Length: 0 } or IPropertySymbol { Name: "Current" } when IsEnumerator(member.ContainingType):
                    if (member is IPropertySymbol current)
                        Current = reader.Resolve(current.Type, current, "'Current'");
                    break;
                case IMethodSymbol { MethodKind: MethodKind.Ordinary } method when IsOrdinary(method):
                    if (reader.ReadMethod(method) is { } function && _names.Add(function.PythonName, method))
                        Methods.Add(function);
                    break;
                case IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator } operation:
                    ReadOperator(operation);
                    break;
                case IPropertySymbol property:
                    if (reader.ReadProperty(property) is { } attribute && _names.Add(attribute.PythonName, property))
                        Properties.Add(attribute);
                    break;
                case IFieldSymbol field:
                    object? read = reader.ReadField(field);
                    if (read is ConstantModel constant && _names.Add(constant.PythonName, field))
                        Constants.Add(constant);
                    else if (read is PropertyModel slot && _names.Add(slot.PythonName, field))
                        Properties.Add(slot);
                    break;
                case IEventSymbol @event:
                    reader.Report(Descriptors.UnsupportedMember, @event, @event.Name, "events are not exported");
                    break;
            }
        }

        public EquatableArray<OperatorModel> Operators() => _operators.OrderBy(pair => pair.Value.Entry.Slot)
            .Select(pair => new OperatorModel(pair.Key, pair.Value.Entry.Symbol, pair.Value.Entry.Slot, pair.Value.Entry.Method, pair.Value.Entry.IsUnary, pair.Value.Overloads.ToImmutableArray()))
            .ToImmutableArray();

        // ToString, Equals and GetHashCode become slots; Equals(T) is reached through them. An override of an exported method is called through that one.
        private static bool IsOrdinary(IMethodSymbol method) =>
            !OverridesExported(method) && !(method.Name == "Equals" && method.Parameters.Length == 1) && !(method.Name == "Deconstruct" && method.ContainingType.IsRecord);

        private static bool OverridesExported(IMethodSymbol method)
        {
            for (IMethodSymbol? overridden = method.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (overridden.ContainingType.SpecialType == SpecialType.System_Object || Known.Has(overridden.ContainingType, Known.PyClass))
                    return true;
            }
            return false;
        }

        // What foreach calls becomes __iter__, unless it has another name in Python or arguments.
        private bool ReadIteration(IMethodSymbol method)
        {
            if (Known.Has(method, Known.PyName) || OverridesExported(method) || !IsIterator(method.ReturnType) || method.Parameters.Any(parameter => !MemberReader.IsInjected(parameter)))
                return false;
            GetEnumerator = reader.ReadMethod(method);
            return true;
        }

        private static bool IsIterator(ITypeSymbol type) =>
            ResultReader.Item(type) is not null || (type is INamedTypeSymbol named && Known.Has(named, Known.PyClass) && IsEnumerator(named));

        // A class that implements IEnumerator<T> with public members is an iterator in Python: they become __next__.
        private static bool IsEnumerator(INamedTypeSymbol type) =>
            type.AllInterfaces.Any(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerator_T)
            && type.GetMembers("MoveNext").OfType<IMethodSymbol>().Any(method => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, Parameters.Length: 0 })
            && type.GetMembers("Current").OfType<IPropertySymbol>().Any(property => property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, GetMethod: not null });

        private void ReadOperator(IMethodSymbol operation)
        {
            if (OperatorTable.Comparisons.ContainsKey(operation.Name))
            {
                ReadComparison(operation);
                return;
            }
            if (!OperatorTable.Arithmetic.TryGetValue(operation.Name, out OperatorTable.Entry entry))
            {
                reader.Report(Descriptors.UnsupportedMember, operation, operation.Name, "Python has no such operator");
                return;
            }
            if (reader.ReadMethod(operation) is not { } overload)
                return;
            if (!_operators.TryGetValue(operation.Name, out (OperatorTable.Entry, List<MethodModel> Overloads) known))
                _operators.Add(operation.Name, known = (entry, []));
            known.Overloads.Add(overload);
        }

        private void ReadComparison(IMethodSymbol operation)
        {
            // Only with another instance: Python asks the other operand's type otherwise.
            if (operation.Parameters.All(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, operation.ContainingType)))
                Comparisons.Add(operation.Name);
            else
                reader.Report(Descriptors.UnsupportedMember, operation, operation.Name, "comparisons are exported between two instances of the class");
        }
    }
}
