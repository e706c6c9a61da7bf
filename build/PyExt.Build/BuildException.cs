namespace PyExt.Build;

/// <summary>An expected failure: the message says what happened and what to do, and is all that is printed.</summary>
public sealed class BuildException(string message, Exception? inner = null) : Exception(message, inner);
