namespace Binding;

// What PYX0001 forbids, on purpose: the run-time checks behind the compile-time rule. The project lists both as PySharedStatic.
public sealed partial class BindingModule
{
    private static PyHandle? s_shared;
    private static Point? s_point;

    public static void Share(PyObject value) => s_shared = value.ToHandle();

    public static PyObject OpenShared(Py py) => s_shared!.Get(py);

    /// <summary>Drops the shared handle; returns how many references its owner's end has leaked so far.</summary>
    public static long DropShared()
    {
        s_shared!.Dispose();
        return s_shared.Owner.LeakedReferences;
    }

    public static void SharePoint(Point value) => s_point = value;

    public static Point TakePoint() => s_point!;
}
