using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using PyExt.Generators.Diagnostics;
using PyExt.Generators.Models;

namespace PyExt.Generators.Reading;

/// <summary>Reads the <c>[PyModule]</c> class.</summary>
internal static class ModuleReader
{
    public static Read<ModuleModel> Read(INamedTypeSymbol type, Compilation compilation)
    {
        var reader = new MemberReader(compilation, isModule: true);
        DeclarationModel? declaration = DeclarationReader.Read(type, reader);
        bool takesToken = false;
        if (declaration is not null && !type.IsStatic && !TryReadConstructor(type, reader, out takesToken))
            declaration = null;
        var methods = ImmutableArray.CreateBuilder<MethodModel>();
        var constants = ImmutableArray.CreateBuilder<ConstantModel>();
        var names = new NameTable(reader);
        foreach (ISymbol member in type.GetMembers().Where(MemberReader.IsExported))
        {
            switch (member)
            {
                case IMethodSymbol { MethodKind: MethodKind.Ordinary } method when method.OverriddenMethod is not { ContainingType.SpecialType: SpecialType.System_Object }:
                    if (reader.ReadMethod(method) is { } function && names.Add(function.PythonName, method))
                        methods.Add(function);
                    break;
                case IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } operation:
                    reader.Report(Descriptors.UnsupportedMember, operation, operation.Name, "a module has no operators");
                    break;
                case IPropertySymbol property:
                    reader.ReadProperty(property);
                    break;
                case IFieldSymbol field:
                    if (reader.ReadField(field) is ConstantModel constant && names.Add(constant.PythonName, field))
                        constants.Add(constant);
                    break;
                case IEventSymbol @event:
                    reader.Report(Descriptors.UnsupportedMember, @event, @event.Name, "events are not exported");
                    break;
            }
        }
        ModuleModel? model = declaration is null ? null : new ModuleModel(
            declaration,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            takesToken,
            methods.ToImmutable(),
            constants.ToImmutable(),
            MemberReader.HandleFields(type),
            ThreadingModes.IsLocked(type),
            DocComments.Read(type, compilation));
        return new Read<ModuleModel>(model, LocationInfo.From(type), reader.Diagnostics);
    }

    private static bool TryReadConstructor(INamedTypeSymbol type, MemberReader reader, out bool takesToken)
    {
        takesToken = false;
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (constructor.DeclaredAccessibility is Accessibility.Private or Accessibility.Protected)
                continue;
            if (constructor.Parameters.All(parameter => parameter.HasExplicitDefaultValue))
                return true;
            if (constructor.Parameters.Length == 1 && Known.Is(constructor.Parameters[0].Type, Known.Token))
            {
                takesToken = true;
                return true;
            }
        }
        reader.Report(Descriptors.UnsupportedShape, type, type.Name, "a [PyModule] class needs a constructor without parameters, or with one of type Py: the import calls it");
        return false;
    }
}
