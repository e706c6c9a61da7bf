using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits the partial half of an exported class: what its handles need for garbage collection, and its link to Python.</summary>
internal static class TraversalEmitter
{
    private const string Visitor = "global::PyExt.Interop.PyVisitor";

    /// <summary>Emits the traversal of a class's own handle fields; a derived class visits its base's too.</summary>
    public static void Emit(CodeWriter writer, DeclarationModel declaration, EquatableArray<string> fields, bool baseHasHandles, string interfaces)
    {
        OpenDeclaration(writer, declaration, (interfaces.Length == 0 ? "" : interfaces + ", ") + "global::PyExt.Interop.IPyTraversable");
        EmitMembers(writer, declaration, fields, baseHasHandles);
        CloseDeclaration(writer, declaration);
    }

    public static void EmitMembers(CodeWriter writer, DeclarationModel declaration, EquatableArray<string> fields, bool baseHasHandles)
    {
        string modifier = baseHasHandles ? "private protected override" : declaration.IsSealed ? "private" : "private protected virtual";
        writer.Line("void global::PyExt.Interop.IPyTraversable.Traverse(ref " + Visitor + " visitor) => PyTraverse(ref visitor);").Line();
        writer.Line("void global::PyExt.Interop.IPyTraversable.ClearHandles() => PyClearHandles();").Line();
        writer.Open(modifier + " void PyTraverse(ref " + Visitor + " visitor)");
        if (baseHasHandles)
            writer.Line("base.PyTraverse(ref visitor);");
        foreach (string field in fields)
            writer.Line("visitor.Visit(@" + field + ");");
        writer.Close().Line();
        writer.Open(modifier + " void PyClearHandles()");
        if (baseHasHandles)
            writer.Line("base.PyClearHandles();");
        foreach (string field in fields)
            writer.Line(Visitor + ".Clear(@" + field + ");");
        writer.Close();
    }

    public static void OpenDeclaration(CodeWriter writer, DeclarationModel declaration, string interfaces)
    {
        if (declaration.Namespace is not null)
            writer.Line("namespace " + declaration.Namespace).Open();
        foreach (string containing in declaration.Containing)
            writer.Line(containing).Open();
        writer.Open("partial " + declaration.Keyword + " " + CodeWriter.Identifier(declaration.Name) + " : " + interfaces);
    }

    public static void CloseDeclaration(CodeWriter writer, DeclarationModel declaration)
    {
        writer.Close();
        foreach (string _ in declaration.Containing)
            writer.Close();
        if (declaration.Namespace is not null)
            writer.Close();
    }
}
