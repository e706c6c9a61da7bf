using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PyExt.CApi;

namespace PyExt.Interop;

// What the entry points of all functions share.
public sealed unsafe partial class PySignature
{
    private const int MostOnFixedStack = 16;

    /// <summary>How much room <see cref="CallVariable"/> and <see cref="CallTuple"/> have on the stack: a call with more arguments takes it from the heap.</summary>
    internal const int FixedRoom = 64;

    /// <summary>The signature of a function, made when it is first asked for.</summary>
    /// <param name="place">Where it is kept. Two threads may write it at the same time: both signatures are the same.</param>
    /// <param name="names">The name in error texts, then the names of the parameters, with zero bytes between them, and <c>/</c>, <c>*</c>, <c>*args</c> and <c>**kwargs</c> where a <c>def</c> has them.</param>
    /// <param name="required">How many parameters have no default: the first ones.</param>
    /// <param name="implicitArguments">1 for a method: CPython counts <c>self</c> in its texts.</param>
    /// <returns>The signature.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PySignature Of(ref PySignature? place, ReadOnlySpan<byte> names, int required, int implicitArguments)
    {
        if (place is { } known)
            return known;
        string function = ParameterList.Next(ref names);
        return place = new PySignature(function, new ParameterList(names), required, implicitArguments);
    }

    /// <summary>Binds the arguments of a vectorcall and calls the body of the function with them. Never throws.</summary>
    /// <param name="signature">The function's signature, without <c>*args</c> and <c>**kwargs</c>.</param>
    /// <param name="self">The module, instance or class.</param>
    /// <param name="arguments">The positional arguments, then the keyword values.</param>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="body">The body.</param>
    /// <returns>What the body returns, or 0 with a Python exception set.</returns>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public static nint CallBound(delegate*<PySignature> signature, nint self, nint* arguments, nint count, nint keywordNames, delegate*<nint, nint*, nint> body)
    {
        try
        {
            PySignature parameters = signature();
            if (parameters.IsInOrder(count, keywordNames))
                return body(self, arguments);
            if (parameters.Count > MostOnFixedStack)
                return parameters.CallMany(self, arguments, count, keywordNames, body);
            nint* bound = stackalloc nint[MostOnFixedStack];
            return parameters.BindVector(arguments, count, keywordNames, bound) ? body(self, bound) : 0;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    /// <summary><see cref="CallBound"/> for a function with <c>*args</c> or <c>**kwargs</c>. The body finds the address of their <see cref="PyVariableArguments"/> behind its arguments.</summary>
    /// <param name="signature">The function's signature.</param>
    /// <param name="self">The module, instance or class.</param>
    /// <param name="arguments">The positional arguments, then the keyword values.</param>
    /// <param name="count">The number of positional arguments.</param>
    /// <param name="keywordNames">The keyword names' tuple, or 0.</param>
    /// <param name="body">The body.</param>
    /// <returns>What the body returns, or 0 with a Python exception set.</returns>
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    public static nint CallVariable(delegate*<PySignature> signature, nint self, nint* arguments, nint count, nint keywordNames, delegate*<nint, nint*, nint> body)
    {
        try
        {
            PySignature parameters = signature();
            KeywordArguments keywords = keywordNames == 0 ? default : new KeywordArguments(keywordNames, arguments + count);
            nint size = parameters.RoomFor(keywords.Count);
            if (size > FixedRoom)
                return parameters.CallLarge(self, arguments, count, keywords, body, size);
            nint* room = stackalloc nint[FixedRoom];
            return parameters.BindVariable(arguments, count, keywords, room) ? body(self, room) : 0;
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    /// <summary>Binds the arguments of <c>tp_new</c> and calls the body with them. Never throws.</summary>
    /// <param name="signature">The constructor's signature.</param>
    /// <param name="type">The class.</param>
    /// <param name="tuple">The positional arguments.</param>
    /// <param name="dict">The keyword arguments, or 0.</param>
    /// <param name="body">The body.</param>
    /// <returns>What the body returns, or 0 with a Python exception set.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static nint CallTuple(delegate*<PySignature> signature, nint type, nint tuple, nint dict, delegate*<nint, nint*, nint> body)
    {
        try
        {
            PySignature parameters = signature();
            return parameters.IsDirect(tuple, dict) ? body(type, ObjectLayout.ItemsOfTuple(tuple)) : parameters.CallTupleBound(type, tuple, dict, body);
        }
        catch (Exception exception)
        {
            ExceptionTranslator.Raise(exception);
            return 0;
        }
    }

    /// <summary>Room for as many words.</summary>
    internal static nint* NewRoom(nint words) => (nint*)NativeMemory.Alloc((nuint)words, (nuint)sizeof(nint));

    /// <summary>Whether a tuple gives every parameter, so that its items can be used as they are. Only then the layout of tuples is known.</summary>
    internal bool IsDirect(nint tuple, nint dict) =>
        dict == 0 && ObjectLayout.IsKnown && ObjectLayout.SizeOf(tuple) == Count && Count == _positional && !_hasVarPositional && !_hasVarKeyword;

    /// <summary>How many words <see cref="BindTuple"/> needs.</summary>
    internal nint RoomFor(nint tuple, nint dict)
    {
        nint keywords = dict == 0 ? 0 : CPython.PyDict_Size(dict);
        return RoomFor(keywords) + CPython.PyTuple_Size(tuple) + (2 * keywords);
    }

    /// <summary>Binds the arguments of <c>tp_new</c> and <c>tp_init</c>.</summary>
    /// <param name="tuple">The positional arguments.</param>
    /// <param name="dict">The keyword arguments, or 0.</param>
    /// <param name="room">Room for as many words as <see cref="RoomFor(nint, nint)"/> says. Receives a borrowed reference per parameter, 0 where it keeps its default; then what <see cref="CallVariable"/> gives.</param>
    /// <returns>False with a <c>TypeError</c> set.</returns>
    internal bool BindTuple(nint tuple, nint dict, nint* room)
    {
        nint count = CPython.PyTuple_Size(tuple);
        nint most = dict == 0 ? 0 : CPython.PyDict_Size(dict);
        nint* arguments = room + RoomFor(most);
        for (nint i = 0; i < count; i++)
            arguments[i] = CPython.PyTuple_GetItem(tuple, i);
        nint* names = arguments + count;
        nint* values = names + most;
        nint keywords = 0;
        nint position = 0;
        while (keywords < most && CPython.PyDict_Next(dict, &position, &names[keywords], &values[keywords]) != 0)
            keywords++;
        return BindVariable(arguments, count, new KeywordArguments(names, values, keywords), room);
    }

    // The parameters, the address of the PyVariableArguments, those, and names and values for **kwargs.
    private nint RoomFor(nint keywords) => Count + 1 + PyVariableArguments.Words + (2 * keywords);

    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private nint CallTupleBound(nint type, nint tuple, nint dict, delegate*<nint, nint*, nint> body)
    {
        nint* large = null;
        try
        {
            nint* room = stackalloc nint[FixedRoom];
            nint size = RoomFor(tuple, dict);
            if (size > FixedRoom)
                room = large = NewRoom(size);
            return BindTuple(tuple, dict, room) ? body(type, room) : 0;
        }
        finally
        {
            NativeMemory.Free(large);
        }
    }

    // Apart: room whose size is known when it is compiled is made faster.
    [MethodImpl(MethodImplOptions.NoInlining), SkipLocalsInit]
    private nint CallMany(nint self, nint* arguments, nint count, nint keywordNames, delegate*<nint, nint*, nint> body)
    {
        nint* bound = stackalloc nint[Count];
        return BindVector(arguments, count, keywordNames, bound) ? body(self, bound) : 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private nint CallLarge(nint self, nint* arguments, nint count, in KeywordArguments keywords, delegate*<nint, nint*, nint> body, nint size)
    {
        nint* room = NewRoom(size);
        try
        {
            return BindVariable(arguments, count, keywords, room) ? body(self, room) : 0;
        }
        finally
        {
            NativeMemory.Free(room);
        }
    }
}
