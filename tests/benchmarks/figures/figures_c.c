/* The yardstick: what figures_pyext does, written by hand against the C API of one CPython (not the stable ABI). */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyObject *point_type;
} state;

typedef struct {
    PyObject_HEAD
    double x, y;
} point;

static PyObject *
noop(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    if (count != 0) {
        PyErr_Format(PyExc_TypeError, "noop() takes 0 positional arguments but %zd were given", count);
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
add(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2) {
        PyErr_Format(PyExc_TypeError, "add() takes 2 positional arguments but %zd were given", count);
        return NULL;
    }
    long long a = PyLong_AsLongLong(args[0]);
    if (a == -1 && PyErr_Occurred())
        return NULL;
    long long b = PyLong_AsLongLong(args[1]);
    if (b == -1 && PyErr_Occurred())
        return NULL;
    long long sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        PyErr_SetString(PyExc_OverflowError, "sum too large");
        return NULL;
    }
    return PyLong_FromLongLong(sum);
}

static int
point_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"x", "y", NULL};
    point *p = (point *)self;
    return PyArg_ParseTupleAndKeywords(args, keywords, "dd", names, &p->x, &p->y) ? 0 : -1;
}

static PyObject *
point_norm(PyObject *self, PyObject *unused)
{
    point *p = (point *)self;
    return PyFloat_FromDouble(p->x * p->x + p->y * p->y);
}

static int
point_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef point_methods[] = {
    {"norm2", point_norm, METH_NOARGS, NULL},
    {NULL},
};

static PyType_Slot point_slots[] = {
    {Py_tp_init, point_init},
    {Py_tp_methods, point_methods},
    {Py_tp_traverse, point_traverse},
    {Py_tp_dealloc, point_dealloc},
    {0, NULL},
};

static PyType_Spec point_spec = {
    "figures_c.Point", sizeof(point), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, point_slots,
};

static PyMethodDef functions[] = {
    {"noop", (PyCFunction)(void *)noop, METH_FASTCALL, NULL},
    {"add", (PyCFunction)(void *)add, METH_FASTCALL, NULL},
    {NULL},
};

static int
execute(PyObject *module)
{
    state *s = PyModule_GetState(module);
    s->point_type = PyType_FromModuleAndSpec(module, &point_spec, NULL);
    return s->point_type == NULL ? -1 : PyModule_AddObjectRef(module, "Point", s->point_type);
}

static int
traverse(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(((state *)PyModule_GetState(module))->point_type);
    return 0;
}

static int
clear(PyObject *module)
{
    Py_CLEAR(((state *)PyModule_GetState(module))->point_type);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "figures_c", NULL, sizeof(state), functions, slots, traverse, clear, NULL,
};

PyMODINIT_FUNC
PyInit_figures_c(void)
{
    return PyModuleDef_Init(&definition);
}
