/* What the files of the C module share. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    PyTypeObject *point_type, *empty_type, *numbers_type;
    PyObject *names[8], *read, *value, *create_future, *set_result, *get_running_loop;
    char *data;
} state;

extern PyModuleDef definition;
extern PyMethodDef collection_functions[], calling_functions[], coroutine_functions[];

int add_classes(PyObject *module, state *s);
PyObject *new_numbers(state *s, long long count);
/* The values of named arguments; a value whose argument is not given stays. */
int bind_names(state *s, const char *function, PyObject *const *args, Py_ssize_t count, PyObject *given, int total, int required, long long *values);

#define FAST(function) ((PyCFunction)(void *)(function))

static inline PyObject *
wrong_count(const char *name, int expected, Py_ssize_t count)
{
    return PyErr_Format(PyExc_TypeError, "%s() takes %d positional arguments but %zd were given", name, expected, count);
}

static inline PyObject *
wrong_type(const char *name, const char *expected, PyObject *given)
{
    return PyErr_Format(PyExc_TypeError, "%s() argument must be %s, not %s", name, expected, Py_TYPE(given)->tp_name);
}

/* -1 without an exception is a value. */
static inline int
to_long(PyObject *object, long long *value)
{
    *value = PyLong_AsLongLong(object);
    return *value == -1 && PyErr_Occurred() ? -1 : 0;
}

static inline int
to_double(PyObject *object, double *value)
{
    if (PyFloat_CheckExact(object)) {
        *value = PyFloat_AS_DOUBLE(object);
        return 0;
    }
    *value = PyFloat_AsDouble(object);
    return *value == -1.0 && PyErr_Occurred() ? -1 : 0;
}
