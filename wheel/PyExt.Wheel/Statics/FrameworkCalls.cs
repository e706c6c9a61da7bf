namespace PyExt.Wheel.Statics;

/// <summary>What a call does to the objects it is given.</summary>
internal enum CallEffect
{
    /// <summary>It looks at them; what it returns may be a part of them.</summary>
    Reads,

    /// <summary>It changes them, and may put one into another.</summary>
    Writes,

    /// <summary>Not known.</summary>
    Unknown,
}

/// <summary>What methods of .NET itself do to their arguments, as documented: collections may be read by any number of threads while none writes.</summary>
internal static class FrameworkCalls
{
    private const string Generic = "System.Collections.Generic.";

    private static readonly string[] EnumeratorMethods = ["MoveNext", "get_Current", "Dispose", "Reset"];

    private static readonly string[] ReadOnlyCollection =
    [
        "get_Count", "get_Item", "get_IsReadOnly", "Contains", "ContainsKey", "ContainsValue", "TryGetValue", "GetEnumerator", "IndexOf", "get_Keys", "get_Values", "get_Comparer",
        "Find", "FindIndex", "FindAll", "FindLast", "Exists", "TrueForAll", "BinarySearch", "ToArray", "LastIndexOf", "get_Capacity", "GetRange", "ConvertAll",
        "IsSubsetOf", "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf", "Overlaps", "SetEquals", "Peek", "TryPeek", "get_Min", "get_Max",
        "AsSpan", "GetAlternateLookup", "ContainsAny",
    ];

    private static readonly Dictionary<string, string[]> Readers = new(StringComparer.Ordinal)
    {
        ["System.Array"] = ["get_Length", "get_LongLength", "get_Rank", "GetLength", "GetLowerBound", "GetUpperBound", "IndexOf", "LastIndexOf", "BinarySearch", "Exists", "Find", "FindIndex", "FindAll", "TrueForAll", "GetValue", "GetEnumerator", "ConvertAll", "Clone"],
        ["System.Object"] = [".ctor", "GetType", "ReferenceEquals"],
        ["System.String"] = [".ctor", "IndexOfAny", "LastIndexOfAny", "Split", "Trim", "TrimStart", "TrimEnd", "Join", "Concat"],
        ["System.Threading.Monitor"] = ["Enter", "Exit", "TryEnter", "Wait", "Pulse", "PulseAll", "IsEntered"],
        ["System.GC"] = ["KeepAlive", "SuppressFinalize"],
        ["System.ArgumentNullException"] = ["ThrowIfNull"],
        ["System.Globalization.IdnMapping"] = ["GetAscii", "GetUnicode"],
        ["System.Linq.Enumerable"] = ["Contains", "Count", "Any", "All", "First", "FirstOrDefault", "Last", "LastOrDefault", "Single", "SingleOrDefault", "ElementAt", "Select", "SelectMany", "Where", "Concat", "Skip", "Take", "Reverse", "OrderBy", "ToArray", "ToList", "ToDictionary", "ToHashSet", "SequenceEqual", "Max", "Min", "Sum", "Cast", "OfType", "Distinct", "Union", "Except", "Zip", "AsEnumerable"],
        ["System.MemoryExtensions"] = ["AsSpan", "AsMemory", "IndexOf", "IndexOfAny", "IndexOfAnyExcept", "LastIndexOf", "LastIndexOfAny", "Contains", "ContainsAny", "ContainsAnyExcept", "SequenceEqual", "SequenceCompareTo", "StartsWith", "EndsWith", "BinarySearch", "CommonPrefixLength", "Count", "Trim", "TrimStart", "TrimEnd"],
        ["System.Runtime.CompilerServices.RuntimeHelpers"] = ["CreateSpan", "GetHashCode", "GetSubArray", "IsReferenceOrContainsReferences"],
        ["System.Runtime.CompilerServices.Unsafe"] = ["Add", "As", "AsRef", "AddByteOffset", "ReadUnaligned"],
        ["System.Runtime.InteropServices.MemoryMarshal"] = ["GetArrayDataReference", "GetReference", "CreateReadOnlySpan", "AsBytes", "Cast"],
        ["System.Runtime.InteropServices.CollectionsMarshal"] = ["AsSpan"],
        ["System.Collections.Frozen.FrozenDictionary"] = ["ToFrozenDictionary"],
        ["System.Collections.Frozen.FrozenSet"] = ["ToFrozenSet"],
        ["System.Collections.Immutable.ImmutableArray"] = ["ToImmutableArray", "Create", "CreateRange"],
        ["System.Buffers.SearchValues"] = ["Create"],
        ["System.Text.Encoding"] = ["GetString", "GetCharCount", "GetChars", "GetByteCount"],
        [Generic + "KeyValuePair`2"] = ["get_Key", "get_Value", "Deconstruct", ".ctor"],
        ["System.ReadOnlySpan`1"] = ["*"],
        ["System.ReadOnlyMemory`1"] = ["*"],
        ["System.Nullable`1"] = ["*"],
        ["System.Span`1"] = [".ctor", "get_Length", "get_IsEmpty", "get_Item", "Slice", "op_Implicit", "ToArray", "GetEnumerator", "GetPinnableReference"],
        ["System.Span`1+Enumerator"] = EnumeratorMethods,
        ["System.ReadOnlySpan`1+Enumerator"] = EnumeratorMethods,
        ["System.Array+Enumerator"] = EnumeratorMethods,
        ["System.Collections.IEnumerator"] = EnumeratorMethods,
        ["System.IDisposable"] = ["Dispose"],
        [Generic + "IEnumerator`1"] = EnumeratorMethods,
        ["System.Collections.IEnumerable"] = ["GetEnumerator"],
        ["System.Collections.IList"] = ["get_Item", "Contains", "IndexOf"],
        ["System.Collections.ICollection"] = ["get_Count"],
    };

    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        Generic + "List`1", Generic + "Dictionary`2", Generic + "HashSet`1", Generic + "SortedDictionary`2", Generic + "SortedList`2", Generic + "SortedSet`1", Generic + "Queue`1",
        Generic + "Stack`1", Generic + "LinkedList`1", Generic + "OrderedDictionary`2", "System.Collections.BitArray", "System.Collections.ObjectModel.ReadOnlyCollection`1",
        "System.Collections.ObjectModel.ReadOnlyDictionary`2", "System.Collections.Frozen.FrozenDictionary`2", "System.Collections.Frozen.FrozenSet`1",
        "System.Collections.Immutable.ImmutableArray`1", "System.Collections.Immutable.ImmutableList`1", "System.Collections.Immutable.ImmutableDictionary`2",
        Generic + "ICollection`1", Generic + "IEnumerable`1", Generic + "IList`1", Generic + "IDictionary`2", Generic + "ISet`1",
        Generic + "IReadOnlyCollection`1", Generic + "IReadOnlyList`1", Generic + "IReadOnlyDictionary`2", Generic + "IReadOnlySet`1",
    };

    private static readonly Dictionary<string, string[]> Writers = new(StringComparer.Ordinal)
    {
        ["System.Array"] = ["Copy", "Fill", "Sort", "Reverse", "Clear", "SetValue", "ForEach"],
        ["System.Runtime.CompilerServices.RuntimeHelpers"] = ["InitializeArray"],
        ["System.Runtime.InteropServices.CollectionsMarshal"] = ["SetCount"],
        ["System.Span`1"] = ["*"],
        ["System.MemoryExtensions"] = ["CopyTo", "Sort", "Reverse"],
    };

    /// <summary>What a method does to the objects it is given.</summary>
    /// <param name="method">The method.</param>
    public static CallEffect Effect(MethodTarget method)
    {
        string type = method.DeclaringType.Kind == IlTypeKind.Array ? "System.Array" : method.DeclaringType.Name;
        if (method.DeclaringType.Kind == IlTypeKind.Array)
            return method.Name == "Set" ? CallEffect.Writes : CallEffect.Reads;
        if (Has(Readers, type, method.Name))
            return CallEffect.Reads;
        if (Has(Writers, type, method.Name))
            return CallEffect.Writes;
        int nested = type.IndexOf('+', StringComparison.Ordinal);
        string outer = nested < 0 ? type : type[..nested];
        if (!Collections.Contains(outer))
            return CallEffect.Unknown;
        if (nested >= 0)
            return CallEffect.Reads;
        return ReadOnlyCollection.Contains(method.Name) ? CallEffect.Reads : CallEffect.Writes;
    }

    /// <summary>Whether what a method returns, when it is given nothing that can change, is new: nobody else has it.</summary>
    /// <param name="type">The type it returns.</param>
    public static bool IsNew(IlType type) => type.Kind == IlTypeKind.Array || Collections.Contains(type.Name);

    /// <summary>Whether what a method returns has nothing that could change.</summary>
    /// <param name="method">The method.</param>
    public static bool IsEmpty(MethodTarget method) => method is { Name: "Empty", DeclaringType.Name: "System.Array" };

    /// <summary>Whether a type is an interface of a collection or of an enumerator, which anybody may implement.</summary>
    public static bool IsInterface(IlType type) =>
        IlWorld.Resolve(type)?.IsInterface != false;

    private static bool Has(Dictionary<string, string[]> table, string type, string method) =>
        table.TryGetValue(type, out string[]? methods) && (methods is ["*"] || methods.Contains(method));
}
