namespace PyExt.Tasks.Soundness;

/// <summary>One place in the source at which a soundness rule speaks.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Title">The rule's title.</param>
/// <param name="Text">The message.</param>
/// <param name="File">The source file's full path.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="IsError">Whether it is an error once the project promises anything; otherwise a warning.</param>
/// <param name="IsSuppressed">Whether the source says that it is meant so.</param>
internal sealed record SoundnessSite(string Id, string Title, string Text, string File, int Line, bool IsError, bool IsSuppressed);
