namespace PyExt.Wheel.Tests.Support;

/// <summary>Links small shared objects for the tests.</summary>
public static class Gcc
{
    /// <summary>A complete extension module "answer" with a function answer() that returns 42.</summary>
    public const string AnswerModule =
        """
        typedef struct _object PyObject;
        typedef struct { long refcnt; void *type; void *init; long index; void *copy; } Base;
        typedef struct { const char *name; PyObject *(*method)(PyObject *, PyObject *); int flags; const char *doc; } Method;
        typedef struct { Base base; const char *name, *doc; long size; Method *methods; void *slots, *traverse, *clear, *free; } Definition;
        typedef struct { int slot; void *value; } Slot;
        extern PyObject *PyLong_FromLong(long);
        extern PyObject *PyModuleDef_Init(Definition *);
        static PyObject *answer(PyObject *self, PyObject *arguments) { return PyLong_FromLong(42); }
        static Method methods[] = { { "answer", answer, 4, "The answer." }, { 0 } };
        static Slot slots[] = { { 0, 0 } };
        static Definition definition = { { 1 }, "answer", "Answers.", 0, methods, slots };
        __attribute__((visibility("default"))) PyObject *PyInit_answer(void) { return PyModuleDef_Init(&definition); }
        """;

    /// <summary>Compiles and links C source into a shared object; hidden visibility, no start files, as few dependencies as possible.</summary>
    public static string Link(TemporaryFolder folder, string name, string source, params string[] options)
    {
        string file = folder.Write(name + ".c", source);
        string output = folder[name + ".so"];
        if (Command.Find("gcc") is not string gcc)
            Assert.Skip("gcc is not on the PATH.");
        else
            Command.Run(gcc, ["-shared", "-fPIC", "-O1", "-w", "-fvisibility=hidden", "-o", output, file, .. options]);
        return output;
    }
}
