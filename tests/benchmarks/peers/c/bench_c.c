/* The benchmark module, written by hand against the C API of one CPython: the yardstick. Functions take their arguments by
   METH_FASTCALL, METH_O or METH_NOARGS, everything that is kept is in the module state, Point is a heap type. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stddef.h>

typedef struct {
    PyTypeObject *point_type;
    PyObject *names[3];
    char data[1024];
} state;

typedef struct {
    PyObject_HEAD
    double x, y;
} point;

static PyModuleDef definition;

static PyObject *
wrong_count(const char *name, int expected, Py_ssize_t count)
{
    return PyErr_Format(PyExc_TypeError, "%s() takes %d positional arguments but %zd were given", name, expected, count);
}

/* -1 without an exception is a value. */
static int
to_long(PyObject *object, long long *value)
{
    *value = PyLong_AsLongLong(object);
    return *value == -1 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *
noop(PyObject *module, PyObject *unused)
{
    Py_RETURN_NONE;
}

static PyObject *
ident(PyObject *module, PyObject *value)
{
    return Py_NewRef(value);
}

static PyObject *
add(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    long long a, b, sum;
    if (count != 2)
        return wrong_count("add", 2, count);
    if (to_long(args[0], &a) < 0 || to_long(args[1], &b) < 0)
        return NULL;
    if (__builtin_add_overflow(a, b, &sum)) {
        PyErr_SetString(PyExc_OverflowError, "sum too large");
        return NULL;
    }
    return PyLong_FromLongLong(sum);
}

static PyObject *
string_length(PyObject *module, PyObject *text)
{
    if (!PyUnicode_Check(text))
        return PyErr_Format(PyExc_TypeError, "strlen() argument must be str, not %s", Py_TYPE(text)->tp_name);
    return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text));
}

static PyObject *
greet(PyObject *module, PyObject *name)
{
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(name, &size);
    if (text == NULL)
        return NULL;
    char fixed[256], *buffer = size + 8 <= (Py_ssize_t)sizeof fixed ? fixed : PyMem_Malloc(size + 8);
    if (buffer == NULL)
        return PyErr_NoMemory();
    memcpy(buffer, "Hello, ", 7);
    memcpy(buffer + 7, text, size);
    buffer[7 + size] = '!';
    PyObject *result = PyUnicode_FromStringAndSize(buffer, size + 8);
    if (buffer != fixed)
        PyMem_Free(buffer);
    return result;
}

static PyObject *
sum_list(PyObject *module, PyObject *items)
{
    if (!PyList_Check(items))
        return PyErr_Format(PyExc_TypeError, "sum_list() argument must be list, not %s", Py_TYPE(items)->tp_name);
    long long item, sum = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(items); i++) {
        if (to_long(PyList_GET_ITEM(items, i), &item) < 0)
            return NULL;
        sum += item;
    }
    return PyLong_FromLongLong(sum);
}

static PyObject *
list_out(PyObject *module, PyObject *argument)
{
    long long count;
    if (to_long(argument, &count) < 0)
        return NULL;
    PyObject *list = PyList_New(count);
    for (long long i = 0; list != NULL && i < count; i++) {
        PyObject *item = PyLong_FromLongLong(i);
        if (item == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, i, item);
    }
    return list;
}

static PyObject *
dict_in(PyObject *module, PyObject *table)
{
    if (!PyDict_Check(table))
        return PyErr_Format(PyExc_TypeError, "dict_in() argument must be dict, not %s", Py_TYPE(table)->tp_name);
    Py_ssize_t position = 0, size;
    PyObject *key, *value;
    long long number, sum = 0;
    while (PyDict_Next(table, &position, &key, &value)) {
        if (PyUnicode_AsUTF8AndSize(key, &size) == NULL || to_long(value, &number) < 0)
            return NULL;
        sum += number;
    }
    return PyLong_FromLongLong(sum);
}

static PyObject *
dict_out(PyObject *module, PyObject *unused)
{
    PyObject *table = PyDict_New();
    for (int i = 0; table != NULL && i < 100; i++) {
        char text[8] = "key";
        int length = 3;
        if (i >= 10)
            text[length++] = '0' + i / 10;
        text[length++] = '0' + i % 10;
        PyObject *key = PyUnicode_FromStringAndSize(text, length), *value = PyLong_FromLong(i);
        if (key == NULL || value == NULL || PyDict_SetItem(table, key, value) < 0)
            Py_CLEAR(table);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return table;
}

static PyObject *
bytes_in(PyObject *module, PyObject *data)
{
    if (!PyBytes_Check(data))
        return PyErr_Format(PyExc_TypeError, "bytes_in() argument must be bytes, not %s", Py_TYPE(data)->tp_name);
    Py_ssize_t size = PyBytes_GET_SIZE(data);
    return PyLong_FromSsize_t(size + (unsigned char)PyBytes_AS_STRING(data)[size - 1]);
}

static PyObject *
bytes_out(PyObject *module, PyObject *unused)
{
    state *s = PyModule_GetState(module);
    return PyBytes_FromStringAndSize(s->data, sizeof s->data);
}

static PyObject *
raise_error(PyObject *module, PyObject *unused)
{
    PyErr_SetString(PyExc_ValueError, "wrong");
    return NULL;
}

static PyObject *
apply(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    long long value;
    if (count != 2)
        return wrong_count("apply", 2, count);
    if (to_long(args[1], &value) < 0)
        return NULL;
    PyObject *number = PyLong_FromLongLong(value);
    if (number == NULL)
        return NULL;
    PyObject *result = PyObject_CallOneArg(args[0], number);
    Py_DECREF(number);
    return result;
}

static PyObject *
keywords(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *given)
{
    state *s = PyModule_GetState(module);
    PyObject *slots[3] = {NULL};
    long long values[3] = {0, 2, 3};
    if (count > 3)
        return wrong_count("kw", 3, count);
    for (Py_ssize_t i = 0; i < count; i++)
        slots[i] = args[i];
    for (Py_ssize_t k = 0; given != NULL && k < PyTuple_GET_SIZE(given); k++) {
        PyObject *name = PyTuple_GET_ITEM(given, k);
        int i = 0;
        while (i < 3 && s->names[i] != name)
            i++;
        /* A name that is not interned is compared by its text. */
        for (int j = 0; i == 3 && j < 3; j++)
            if (PyUnicode_Compare(s->names[j], name) == 0)
                i = j, j = 3;
        if (i == 3)
            return PyErr_Format(PyExc_TypeError, "kw() got an unexpected keyword argument '%U'", name);
        if (slots[i] != NULL)
            return PyErr_Format(PyExc_TypeError, "kw() got multiple values for argument '%U'", name);
        slots[i] = args[count + k];
    }
    if (slots[0] == NULL)
        return PyErr_Format(PyExc_TypeError, "kw() missing 1 required positional argument: 'a'");
    for (int i = 0; i < 3; i++)
        if (slots[i] != NULL && to_long(slots[i], &values[i]) < 0)
            return NULL;
    return PyLong_FromLongLong(values[0] + values[1] + values[2]);
}

static PyObject *
optional(PyObject *module, PyObject *argument)
{
    long long value;
    if (argument == Py_None)
        Py_RETURN_NONE;
    return to_long(argument, &value) < 0 ? NULL : PyLong_FromLongLong(value);
}

static int
to_double(PyObject *object, double *value)
{
    if (PyFloat_CheckExact(object)) {
        *value = PyFloat_AS_DOUBLE(object);
        return 0;
    }
    *value = PyFloat_AsDouble(object);
    return *value == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static PyObject *
new_point(PyTypeObject *type, double x, double y)
{
    point *p = (point *)type->tp_alloc(type, 0);
    if (p != NULL) {
        p->x = x;
        p->y = y;
    }
    return (PyObject *)p;
}

static PyObject *
point_vectorcall(PyObject *type, PyObject *const *args, size_t flags, PyObject *names)
{
    double x, y;
    Py_ssize_t count = PyVectorcall_NARGS(flags);
    if (count != 2 || (names != NULL && PyTuple_GET_SIZE(names) != 0))
        return wrong_count("Point", 2, count);
    if (to_double(args[0], &x) < 0 || to_double(args[1], &y) < 0)
        return NULL;
    return new_point((PyTypeObject *)type, x, y);
}

static PyObject *
point_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"x", "y", NULL};
    double x, y;
    return PyArg_ParseTupleAndKeywords(args, keywords, "dd", names, &x, &y) ? new_point(type, x, y) : NULL;
}

static void
point_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyObject *
point_norm(PyObject *self, PyObject *unused)
{
    point *p = (point *)self;
    return PyFloat_FromDouble(sqrt(p->x * p->x + p->y * p->y));
}

static PyTypeObject *
point_type_of(PyObject *a, PyObject *b)
{
    PyObject *module = PyType_GetModuleByDef(Py_TYPE(a), &definition);
    if (module == NULL) {
        PyErr_Clear();
        module = PyType_GetModuleByDef(Py_TYPE(b), &definition);
    }
    return module == NULL ? NULL : ((state *)PyModule_GetState(module))->point_type;
}

static PyObject *
point_add(PyObject *a, PyObject *b)
{
    PyTypeObject *type = point_type_of(a, b);
    if (type == NULL)
        return NULL;
    if (!PyObject_TypeCheck(a, type) || !PyObject_TypeCheck(b, type))
        Py_RETURN_NOTIMPLEMENTED;
    return new_point(type, ((point *)a)->x + ((point *)b)->x, ((point *)a)->y + ((point *)b)->y);
}

static PyObject *
point_compare(PyObject *a, PyObject *b, int operation)
{
    if (Py_TYPE(a) != Py_TYPE(b) || (operation != Py_EQ && operation != Py_NE))
        Py_RETURN_NOTIMPLEMENTED;
    int equal = ((point *)a)->x == ((point *)b)->x && ((point *)a)->y == ((point *)b)->y;
    return PyBool_FromLong(equal == (operation == Py_EQ));
}

static Py_hash_t
point_hash(PyObject *self)
{
    PyObject *pair = Py_BuildValue("(dd)", ((point *)self)->x, ((point *)self)->y);
    Py_hash_t hash = pair == NULL ? -1 : PyObject_Hash(pair);
    Py_XDECREF(pair);
    return hash;
}

static PyObject *
point_text(PyObject *self)
{
    PyObject *text = NULL;
    char *x = PyOS_double_to_string(((point *)self)->x, 'r', 0, 0, NULL), *y = PyOS_double_to_string(((point *)self)->y, 'r', 0, 0, NULL);
    if (x != NULL && y != NULL) {
        char buffer[80];
        text = PyUnicode_FromStringAndSize(buffer, snprintf(buffer, sizeof buffer, "Point(%s, %s)", x, y));
    }
    PyMem_Free(x);
    PyMem_Free(y);
    return text;
}

static PyObject *
point_get(PyObject *self, void *offset)
{
    return PyFloat_FromDouble(*(double *)((char *)self + (size_t)offset));
}

static int
point_set(PyObject *self, PyObject *value, void *offset)
{
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "cannot delete a coordinate");
        return -1;
    }
    return to_double(value, (double *)((char *)self + (size_t)offset));
}

static PyMethodDef point_methods[] = {
    {"norm", point_norm, METH_NOARGS, "The distance from the origin."},
    {NULL},
};

static PyGetSetDef point_properties[] = {
    {"x", point_get, point_set, NULL, (void *)offsetof(point, x)},
    {"y", point_get, point_set, NULL, (void *)offsetof(point, y)},
    {NULL},
};

static PyType_Slot point_slots[] = {
    {Py_tp_new, point_new},
    {Py_tp_dealloc, point_dealloc},
    {Py_tp_methods, point_methods},
    {Py_tp_getset, point_properties},
    {Py_nb_add, point_add},
    {Py_tp_richcompare, point_compare},
    {Py_tp_hash, point_hash},
    {Py_tp_repr, point_text},
    {0, NULL},
};

static PyType_Spec point_spec = {"bench_c.Point", sizeof(point), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, point_slots};

#define FAST(function) ((PyCFunction)(void *)(function))

static PyMethodDef functions[] = {
    {"noop", noop, METH_NOARGS, NULL},
    {"ident", ident, METH_O, NULL},
    {"add", FAST(add), METH_FASTCALL, NULL},
    {"strlen", string_length, METH_O, NULL},
    {"greet", greet, METH_O, NULL},
    {"sum_list", sum_list, METH_O, NULL},
    {"list_out", list_out, METH_O, NULL},
    {"dict_in", dict_in, METH_O, NULL},
    {"dict_out", dict_out, METH_NOARGS, NULL},
    {"bytes_in", bytes_in, METH_O, NULL},
    {"bytes_out", bytes_out, METH_NOARGS, NULL},
    {"raise_error", raise_error, METH_NOARGS, NULL},
    {"apply", FAST(apply), METH_FASTCALL, NULL},
    {"kw", FAST(keywords), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"optional", optional, METH_O, NULL},
    {NULL},
};

static int
execute(PyObject *module)
{
    state *s = PyModule_GetState(module);
    for (size_t i = 0; i < sizeof s->data; i++)
        s->data[i] = (char)i;
    for (int i = 0; i < 3; i++) {
        s->names[i] = PyUnicode_InternFromString((char[]){'a' + i, '\0'});
        if (s->names[i] == NULL)
            return -1;
    }
    s->point_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &point_spec, NULL);
    if (s->point_type == NULL)
        return -1;
    s->point_type->tp_vectorcall = point_vectorcall;
    return PyModule_AddObjectRef(module, "Point", (PyObject *)s->point_type);
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
    state *s = PyModule_GetState(module);
    Py_CLEAR(s->point_type);
    for (int i = 0; i < 3; i++)
        Py_CLEAR(s->names[i]);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "bench_c", NULL, sizeof(state), functions, slots, traverse, clear, NULL,
};

PyMODINIT_FUNC
PyInit_bench_c(void)
{
    return PyModuleDef_Init(&definition);
}
