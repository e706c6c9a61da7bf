using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>Emits what the packaging tasks read from the compiled assembly: literals only, so that nothing of it reaches the native library.</summary>
internal static class MetadataEmitter
{
    public static string Emit(ProjectModel project, string stub)
    {
        CodeWriter writer = new CodeWriter().Header();
        writer.Line("namespace PyExt.Generated").Open();
        writer.Line("/// <summary>What <c>dotnet pack</c> reads from the assembly.</summary>");
        writer.Open("internal static class ModuleMetadata");
        writer.Line("public const string FormatVersion = \"1\";");
        writer.Line("public const string ModuleName = " + CodeWriter.Literal(project.ModuleName) + ";");
        writer.Line("public const string Stub = " + CodeWriter.Literal(stub) + ";");
        writer.Close().Close();
        return writer.ToString();
    }
}
