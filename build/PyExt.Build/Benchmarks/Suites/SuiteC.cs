namespace PyExt.Build.Benchmarks.Suites;

/// <summary>A suite by hand in C: METH_FASTCALL, heap types with a vectorcall constructor.</summary>
internal static class SuiteC
{
    private static readonly string[] Types = ["uint16_t", "int64_t", "int32_t", "uint64_t", "uint32_t", "float"];

    private const string Head = """
        #define PY_SSIZE_T_CLEAN
        #include <Python.h>
        #include <stdint.h>

        #define SIGNED(type, low, high) \
            static inline int to_##type(PyObject *object, type *value) { \
                long long wide = PyLong_AsLongLong(object); \
                if (wide == -1 && PyErr_Occurred()) return -1; \
                if (wide < (low) || wide > (high)) { PyErr_SetString(PyExc_OverflowError, "out of range"); return -1; } \
                *value = (type)wide; \
                return 0; \
            }
        SIGNED(uint16_t, 0, UINT16_MAX)
        SIGNED(int32_t, INT32_MIN, INT32_MAX)
        SIGNED(uint32_t, 0, UINT32_MAX)
        SIGNED(int64_t, INT64_MIN, INT64_MAX)

        static inline int
        to_uint64_t(PyObject *object, uint64_t *value)
        {
            *value = PyLong_AsUnsignedLongLong(object);
            return *value == (uint64_t)-1 && PyErr_Occurred() ? -1 : 0;
        }

        static inline int
        to_float(PyObject *object, float *value)
        {
            double wide = PyFloat_CheckExact(object) ? PyFloat_AS_DOUBLE(object) : PyFloat_AsDouble(object);
            *value = (float)wide;
            return wide == -1.0 && PyErr_Occurred() ? -1 : 0;
        }

        static PyObject *
        wrong_count(Py_ssize_t count)
        {
            return PyErr_Format(PyExc_TypeError, "6 arguments are needed, not %zd", count);
        }


        """;

    private const string Function = """
        static PyObject *
        test%(PyObject *module, PyObject *const *args, Py_ssize_t count)
        {
        @    $T $N;
        ~    if (count != 6)
                return wrong_count(count);
        @    if (to_$T(args[$I], &$N) < 0)
                return NULL;
        ~    return PyFloat_FromDouble(@(float)$N +~);
        }


        """;

    private const string Class = """
        typedef struct {
            PyObject_HEAD
        @    $T $N;
        ~} struct%;

        static PyObject *
        make%(PyObject *type, PyObject *const *args, size_t flags, PyObject *names)
        {
        @    $T $N;
        ~    Py_ssize_t count = PyVectorcall_NARGS(flags);
            if (count != 6 || names != NULL)
                return wrong_count(count);
        @    if (to_$T(args[$I], &$N) < 0)
                return NULL;
        ~    struct% *self = (struct% *)((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 0);
            if (self == NULL)
                return NULL;
        @    self->$N = $N;
        ~    return (PyObject *)self;
        }

        static PyObject *
        sum%(PyObject *object, PyObject *unused)
        {
            struct% *self = (struct% *)object;
            return PyFloat_FromDouble(@(float)self->$N +~);
        }

        static PyMethodDef methods%[] = {{"sum", sum%, METH_NOARGS, NULL}, {NULL}};
        static PyType_Slot slots%[] = {{Py_tp_dealloc, release}, {Py_tp_methods, methods%}, {0, NULL}};
        static PyType_Spec spec% = {"classes_c.Struct%", sizeof(struct%), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots%};


        """;

    private const string Release = """
        static void
        release(PyObject *self)
        {
            PyTypeObject *type = Py_TYPE(self);
            type->tp_free(self);
            Py_DECREF(type);
        }

        static int
        add(PyObject *module, PyType_Spec *spec, vectorcallfunc make)
        {
            PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
            if (type == NULL)
                return -1;
            ((PyTypeObject *)type)->tp_vectorcall = make;
            int failed = PyModule_AddObjectRef(module, strchr(spec->name, '.') + 1, type);
            Py_DECREF(type);
            return failed;
        }


        """;

    public static string Render(string suite, bool classes) =>
        Head
        + (classes ? Release + Suite.ForEach(Class, Types) : Suite.ForEach(Function, Types))
        + "static PyMethodDef functions[] = {\n"
        + (classes ? "" : Suite.ForEach("    {\"test%\", (PyCFunction)(void *)test%, METH_FASTCALL, NULL},\n", Types))
        + "    {NULL},\n};\n\nstatic int\nexecute(PyObject *module)\n{\n"
        + (classes ? Suite.ForEach("    if (add(module, &spec%, make%) < 0)\n        return -1;\n", Types) : "")
        + $$"""
            return 0;
        }

        static PyModuleDef_Slot slots[] = {
            {Py_mod_exec, execute},
            {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
            {0, NULL},
        };

        static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "{{suite}}_c", NULL, 0, functions, slots, NULL, NULL, NULL};

        PyMODINIT_FUNC
        PyInit_{{suite}}_c(void)
        {
            return PyModuleDef_Init(&definition);
        }

        """;
}
