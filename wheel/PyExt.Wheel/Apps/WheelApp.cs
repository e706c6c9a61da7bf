namespace PyExt.Wheel.Apps;

/// <summary>A program that the wheel brings along (<c>PyApp</c>): installers put it where commands are.</summary>
/// <param name="Project">The project it is made of.</param>
/// <param name="Command">The name of the command.</param>
/// <param name="Binary">The linked program; null before it is linked.</param>
public sealed record WheelApp(string Project, string Command, string? Binary = null)
{
    /// <summary>How messages name it.</summary>
    internal string Title => $"The app '{Command}'";

    /// <summary>The name of its file; Windows starts no other than <c>.exe</c>.</summary>
    internal string FileName => Binary is not null && Path.GetExtension(Binary).Equals(".exe", StringComparison.OrdinalIgnoreCase) ? Command + ".exe" : Command;
}
