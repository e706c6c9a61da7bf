namespace PyExt.Wheel.Statics;

/// <summary>
/// Lists every static field that is in the native module, the project's own and those of its dependencies and of .NET, and decides which of them interpreters may share. Nothing but
/// what the native compiler was given is in the module, so what no method here does to a field is not done to it.
/// </summary>
public static class StaticsScan
{
    /// <summary>The promise that lets statics be: one interpreter uses the module.</summary>
    private const string NotSupported = "NotSupported";

    private const int NamedFields = 3;

    /// <summary>Scans.</summary>
    /// <param name="request">What to scan.</param>
    /// <returns>The report, with what must be corrected.</returns>
    /// <exception cref="WheelException">PYX3010: the compiler's reports or an assembly cannot be read.</exception>
    public static StaticsReport Run(StaticsRequest request)
    {
        using IlWorld world = new(request.Assemblies);
        try
        {
            (IReadOnlySet<IlTypeDefinition> types, IReadOnlyList<string> unresolved) = SurvivingStatics.Read(world, request.Map, request.Statistics);
            IEnumerable<IlField> fields = types.SelectMany(type => type.Fields).Where(field => field.IsStatic && !field.IsConstant)
                .OrderBy(field => field.DeclaringType.Assembly.Name, StringComparer.Ordinal).ThenBy(field => field.DeclaringType.Name, StringComparer.Ordinal).ThenBy(field => field.Name, StringComparer.Ordinal);
            StaticClassifier classifier = new(world, fields);
            return Report(request, classifier.Fields, unresolved);
        }
        catch (BadImageFormatException exception)
        {
            throw new WheelException(DiagnosticCodes.SharedStatics, $"An assembly that is compiled into the module has IL that cannot be read: {exception.Message}", exception);
        }
    }

    private static StaticsReport Report(StaticsRequest request, IReadOnlyList<StaticField> found, IReadOnlyList<string> unresolved)
    {
        List<StaticField> fields = [.. found.Select(field => field.Class == StaticClass.Unknown ? List(field, request.SharedStatics) : field)];
        List<Finding> errors = [.. request.SharedStatics.Where(item => string.IsNullOrWhiteSpace(item.Reason)).Select(item => new Finding(DiagnosticCodes.SharedStaticReason,
            $"PySharedStatic '{item.Include}' gives no reason. Write why interpreters may share it: <PySharedStatic Include=\"{item.Include}\" Reason=\"…\" />"))];
        List<Finding> warnings = [.. request.SharedStatics.Where(item => !found.Any(field => field.Class == StaticClass.Unknown && item.Specificity(field) > 0)).Select(item => new Finding(
            DiagnosticCodes.UnmatchedSharedStatic, $"PySharedStatic '{item.Include}' names no static field of the module that needs a reason. Remove it, or correct the name of the package, the type or the field. See {request.ReportPath}"))];

        if (request.MultipleInterpreters != NotSupported)
        {
            errors.AddRange(fields.Where(field => field.Class == StaticClass.Unknown).GroupBy(field => field.Assembly).Select(group => Unlisted([.. group], request.ReportPath)));
            errors.AddRange(unresolved.Select(symbol => new Finding(DiagnosticCodes.SharedStatics,
                $"The native compiler kept static fields of a type that it calls '{symbol}', and no assembly has such a type. Clean and build again; if it stays, report it.")));
        }

        return new StaticsReport(request, fields, unresolved, errors, warnings);
    }

    private static StaticField List(StaticField field, IReadOnlyList<SharedStatic> items)
    {
        SharedStatic? item = items.Where(item => item.Specificity(field) > 0 && !string.IsNullOrWhiteSpace(item.Reason)).MaxBy(item => item.Specificity(field));
        return item is null ? field : field.Listed(item.Reason);
    }

    private static Finding Unlisted(IReadOnlyList<StaticField> fields, string report)
    {
        StaticField first = fields[0];
        bool isProject = first.Origin.Origin == AssemblyOrigin.Project;
        string names = string.Join(", ", fields.Take(NamedFields).Select(field => $"{field.DeclaringType}.{field.Name} ({field.Detail})"));
        string more = fields.Count > NamedFields ? $" and {fields.Count - NamedFields} more" : "";
        string count = fields.Count == 1 ? "1 static field that may change and that" : $"{fields.Count} static fields that may change and that";
        string advice = isProject
            ? "Make them instance members of the [PyModule] class or immutable, or mark them [ProcessShared(\"why\")]."
            : $"Find out whether interpreters may share them, and list each type, or the whole package, with the reason: <PySharedStatic Include=\"{first.DeclaringType}\" Reason=\"…\" />.";
        return new Finding(DiagnosticCodes.SharedStatics, $"{StaticsReport.Title(first)} keeps {count} every interpreter would share: {names}{more}. {advice} See {report}");
    }
}
