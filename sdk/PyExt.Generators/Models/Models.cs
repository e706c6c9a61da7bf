namespace PyExt.Generators.Models;

/// <summary>How one C# type crosses: the closed converter type and what stubs say.</summary>
/// <param name="CSharpType">The C# type, fully qualified.</param>
/// <param name="Converter">The converter type, fully qualified.</param>
/// <param name="Hint">The Python type of what is returned.</param>
/// <param name="ParameterHint">The Python type of what is accepted.</param>
/// <param name="NeedsFrame">Whether the conversion reaches the module's state or leaves something in the frame.</param>
/// <param name="IsRefStruct">Whether the C# type is a <c>ref struct</c>.</param>
internal sealed record ConversionModel(string CSharpType, string Converter, string Hint, string ParameterHint, bool NeedsFrame, bool IsRefStruct);

/// <summary>What fills a parameter.</summary>
internal enum ParameterKind
{
    /// <summary>An argument from Python.</summary>
    Argument,

    /// <summary>The <c>Py</c> token.</summary>
    Token,

    /// <summary>The <c>[PyModule]</c> instance.</summary>
    Module,
}

/// <summary>A parameter.</summary>
internal sealed record ParameterModel(
    ParameterKind Kind, string Name, string PythonName, ConversionModel? Conversion, string? DefaultCSharp, string? DefaultPython, bool IsLocked = false);

/// <summary>What a method returns.</summary>
internal enum ResultKind
{
    /// <summary>A value, or nothing.</summary>
    Value,

    /// <summary>An enumerator: an iterator to Python.</summary>
    Iterator,

    /// <summary>An enumerator or null.</summary>
    OptionalIterator,
}

/// <summary>A method, constructor or operator overload.</summary>
/// <param name="Name">The C# name.</param>
/// <param name="PythonName">The Python name.</param>
/// <param name="IsStatic">Whether it is static.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Return">The conversion of what it returns, or of the values that this gives; null for none.</param>
/// <param name="Documentation">The docstring.</param>
/// <param name="Result">What it returns.</param>
internal sealed record MethodModel(
    string Name,
    string PythonName,
    bool IsStatic,
    EquatableArray<ParameterModel> Parameters,
    ConversionModel? Return,
    string? Documentation,
    ResultKind Result = ResultKind.Value);

/// <summary>A property or public field.</summary>
internal sealed record PropertyModel(string Name, string PythonName, ConversionModel Conversion, bool CanRead, bool CanWrite, string? Documentation);

/// <summary>A constant.</summary>
internal sealed record ConstantModel(string Name, string PythonName, ConversionModel Conversion);

/// <summary>All overloads of one operator.</summary>
internal sealed record OperatorModel(string Name, string Symbol, int Slot, string Method, bool IsUnary, EquatableArray<MethodModel> Overloads);

/// <summary>How a class is iterated.</summary>
/// <param name="GetEnumerator">The method that begins an iteration, or null.</param>
/// <param name="Current">The conversion of the items of a class that is an enumerator itself, or null.</param>
internal sealed record IterationModel(MethodModel? GetEnumerator, ConversionModel? Current);

/// <summary>A type declaration that a partial declaration repeats.</summary>
internal sealed record DeclarationModel(string? Namespace, EquatableArray<string> Containing, string Keyword, string Name, bool IsSealed, bool IsStatic);

/// <summary>The <c>[PyModule]</c> class.</summary>
internal sealed record ModuleModel(
    DeclarationModel Declaration,
    string FullName,
    bool TakesToken,
    EquatableArray<MethodModel> Methods,
    EquatableArray<ConstantModel> Constants,
    EquatableArray<string> HandleFields,
    bool IsLocked,
    string? Documentation);

/// <summary>A <c>[PyClass]</c> class or struct.</summary>
internal sealed record ClassModel(
    DeclarationModel Declaration,
    string FullName,
    string PythonName,
    string? BaseFullName,
    MethodModel? Constructor,
    EquatableArray<MethodModel> Methods,
    EquatableArray<PropertyModel> Properties,
    EquatableArray<ConstantModel> Constants,
    EquatableArray<OperatorModel> Operators,
    EquatableArray<string> Comparisons,
    IterationModel Iteration,
    bool HasToString,
    bool HasEquals,
    bool HasHash,
    EquatableArray<string> HandleFields,
    bool BaseHasHandles,
    bool IsValue,
    bool IsLocked,
    string? Documentation);

/// <summary>
/// A model, and beside it what moves when text before it is edited: where it stands and the diagnostics of reading it. The model is null when it cannot be bound at all.
/// </summary>
internal sealed record Read<T>(T? Model, LocationInfo? Location, EquatableArray<DiagnosticInfo> Diagnostics)
    where T : class;

/// <summary>What the project declares.</summary>
internal sealed record ProjectModel(string ModuleName, string MultipleInterpreters, bool IsGilNotUsed, bool IsExtension);
