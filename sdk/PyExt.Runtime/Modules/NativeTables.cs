using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PyExt.CApi;

namespace PyExt.Interop;

/// <summary>
/// Builds the C tables that CPython keeps pointers to. They are allocated once per process, never freed and never written again, so every interpreter may share them.
/// </summary>
internal static unsafe class NativeTables
{
    /// <summary>A zero-terminated UTF-8 copy that lives as long as the process.</summary>
    internal static byte* String(string? text)
    {
        if (text is null)
            return null;
        int length = Encoding.UTF8.GetByteCount(text);
        var memory = (byte*)NativeMemory.Alloc((nuint)length + 1);
        Encoding.UTF8.GetBytes(text, new System.Span<byte>(memory, length));
        memory[length] = 0;
        return memory;
    }

    /// <summary>A zeroed array that lives as long as the process, with one zero entry more as the sentinel.</summary>
    internal static T* Array<T>(int count)
        where T : unmanaged
        => (T*)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)Unsafe.SizeOf<T>());

    internal static PyMethodDefLayout* Methods(params System.ReadOnlySpan<PyMethod> methods)
    {
        PyMethodDefLayout* table = Array<PyMethodDefLayout>(methods.Length);
        for (int i = 0; i < methods.Length; i++)
        {
            table[i].Name = methods[i].Name.Pointer;
            table[i].Function = (void*)methods[i].Function;
            table[i].Flags = methods[i].Flags;
            table[i].Documentation = methods[i].Documentation.Pointer;
        }
        return table;
    }

    internal static PyGetSetDefLayout* Properties(System.ReadOnlySpan<PyProperty> properties)
    {
        PyGetSetDefLayout* table = Array<PyGetSetDefLayout>(properties.Length);
        for (int i = 0; i < properties.Length; i++)
        {
            table[i].Name = properties[i].Name.Pointer;
            table[i].Getter = (void*)properties[i].Getter;
            table[i].Setter = (void*)properties[i].Setter;
            table[i].Documentation = properties[i].Documentation.Pointer;
        }
        return table;
    }
}
