namespace PyExt.Interop;

/// <summary>What a module object owns from the time it is first used: the code of a part that no function of the project needs is not in the library.</summary>
internal abstract class ModulePart
{
    /// <summary>For <c>m_traverse</c>.</summary>
    internal abstract void Traverse(ref PyVisitor visitor);

    /// <summary>For <c>m_clear</c> and <c>m_free</c>. May be called twice.</summary>
    internal abstract void Clear();

    /// <summary>The interpreter ends: gives up what waits for other threads. The caller is attached.</summary>
    internal abstract void Close();
}
