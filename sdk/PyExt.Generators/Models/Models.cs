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

    /// <summary>The positional arguments that are left: <c>*args</c>.</summary>
    VarPositional,

    /// <summary>The keyword arguments that are left: <c>**kwargs</c>.</summary>
    VarKeyword,

    /// <summary>The <c>Py</c> token.</summary>
    Token,

    /// <summary>The <c>[PyModule]</c> instance.</summary>
    Module,

    /// <summary>The <c>CancellationToken</c> of a coroutine.</summary>
    Cancellation,
}

/// <summary>How an argument is given.</summary>
internal enum ArgumentPassing
{
    /// <summary>As the caller likes.</summary>
    PositionalOrKeyword,

    /// <summary>By position: those in front of <c>/</c>.</summary>
    PositionalOnly,

    /// <summary>By keyword: those behind <c>*</c> or <c>*args</c>.</summary>
    KeywordOnly,
}

/// <summary>What <c>*args</c> or <c>**kwargs</c> are in C#.</summary>
internal enum VariableShape
{
    /// <summary>The Python objects: <c>PyTuple</c> or <c>PyDict</c>.</summary>
    Objects,

    /// <summary>A span.</summary>
    Span,

    /// <summary>An array, or an interface that an array has.</summary>
    Array,

    /// <summary>A collection that a collection expression makes.</summary>
    Collection,

    /// <summary>A <c>Dictionary</c>, or an interface that it has.</summary>
    Dictionary,
}

/// <summary>A parameter.</summary>
/// <param name="Kind">What fills it.</param>
/// <param name="Name">The C# name.</param>
/// <param name="PythonName">The Python name.</param>
/// <param name="Conversion">The conversion of the argument; of one item or value, for <c>*args</c> and <c>**kwargs</c>.</param>
/// <param name="DefaultCSharp">The default value in C#, or null.</param>
/// <param name="DefaultPython">The default value in Python, or null.</param>
/// <param name="IsLocked">Whether the argument is an object of a locked class.</param>
/// <param name="Passing">How the argument is given.</param>
/// <param name="Variable">What <c>*args</c> or <c>**kwargs</c> are in C#.</param>
/// <param name="CSharpType">The type, where a local is declared with it.</param>
internal sealed record ParameterModel(
    ParameterKind Kind,
    string Name,
    string PythonName,
    ConversionModel? Conversion,
    string? DefaultCSharp = null,
    string? DefaultPython = null,
    bool IsLocked = false,
    ArgumentPassing Passing = ArgumentPassing.PositionalOrKeyword,
    VariableShape Variable = VariableShape.Objects,
    string? CSharpType = null)
{
    /// <summary>Whether Python passes it.</summary>
    public bool IsPassed => Kind is ParameterKind.Argument or ParameterKind.VarPositional or ParameterKind.VarKeyword;

    /// <summary>The Python name with the asterisks of <c>*args</c> and <c>**kwargs</c>.</summary>
    public string StarredName => Kind switch
    {
        ParameterKind.VarPositional => "*" + PythonName,
        ParameterKind.VarKeyword => "**" + PythonName,
        _ => PythonName,
    };
}

/// <summary>What a method returns.</summary>
internal enum ResultKind
{
    /// <summary>A value, or nothing.</summary>
    Value,

    /// <summary>An enumerator: an iterator to Python.</summary>
    Iterator,

    /// <summary>An enumerator or null.</summary>
    OptionalIterator,

    /// <summary>A task: a coroutine to Python.</summary>
    Coroutine,
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
