namespace PyExt.Wheel.Statics;

/// <summary>A <c>PySharedStatic</c> item: static fields that interpreters may share although nothing shows it, and why.</summary>
/// <param name="Include">A package or an assembly, a type, or a field.</param>
/// <param name="Reason">Why they may be shared.</param>
public sealed record SharedStatic(string Include, string Reason)
{
    /// <summary>How exactly it names a field: 0 not at all, 1 by package or assembly, 2 by type, 3 by field.</summary>
    /// <param name="field">The field.</param>
    internal int Specificity(StaticField field)
    {
        string type = field.DeclaringType.Replace('+', '.');
        string include = Include.Replace('+', '.');
        if (include == $"{type}.{field.Name}" || include == $"{type}.{field.FieldName}")
            return 3;
        if (include == type)
            return 2;
        bool isAssembly = include.Equals(field.Assembly, StringComparison.OrdinalIgnoreCase) || include.Equals(field.Origin.PackageId, StringComparison.OrdinalIgnoreCase);
        return isAssembly ? 1 : 0;
    }
}
