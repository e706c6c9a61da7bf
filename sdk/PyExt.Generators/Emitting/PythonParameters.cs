using System;
using System.Collections.Generic;
using System.Linq;
using PyExt.Generators.Models;

namespace PyExt.Generators.Emitting;

/// <summary>The parameters of a method in the order and form of a <c>def</c>.</summary>
internal static class PythonParameters
{
    /// <summary>The parts between the parentheses: parameters, <c>/</c> and <c>*</c>.</summary>
    /// <param name="method">The method.</param>
    /// <param name="write">What to write of a parameter.</param>
    public static IEnumerable<string> Of(MethodModel method, Func<ParameterModel, string> write)
    {
        ParameterModel[] arguments = CallEmitter.Arguments(method);
        ParameterModel[] positionalOnly = With(arguments, ArgumentPassing.PositionalOnly);
        ParameterModel[] keywordOnly = With(arguments, ArgumentPassing.KeywordOnly);
        ParameterModel? varPositional = CallEmitter.VarPositional(method);
        foreach (ParameterModel parameter in positionalOnly)
            yield return write(parameter);
        if (positionalOnly.Length != 0)
            yield return "/";
        foreach (ParameterModel parameter in With(arguments, ArgumentPassing.PositionalOrKeyword))
            yield return write(parameter);
        if (varPositional is not null)
            yield return write(varPositional);
        else if (keywordOnly.Length != 0)
            yield return "*";
        foreach (ParameterModel parameter in keywordOnly)
            yield return write(parameter);
        if (CallEmitter.VarKeyword(method) is { } varKeyword)
            yield return write(varKeyword);
    }

    private static ParameterModel[] With(ParameterModel[] arguments, ArgumentPassing passing) => arguments.Where(parameter => parameter.Passing == passing).ToArray();
}
