/* The benchmark module, written by hand against the C API of one CPython: the yardstick. Functions take their arguments by
   METH_FASTCALL, METH_O or METH_NOARGS, everything that is kept is in the module state, Point is a heap type. */

#include "bench_c.h"

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
        return wrong_type("strlen", "str", text);
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
        return wrong_type("sum_list", "list", items);
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
        return wrong_type("dict_in", "dict", table);
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
        return wrong_type("bytes_in", "bytes", data);
    Py_ssize_t size = PyBytes_GET_SIZE(data);
    return PyLong_FromSsize_t(size + (unsigned char)PyBytes_AS_STRING(data)[size - 1]);
}

static PyObject *
bytes_out(PyObject *module, PyObject *unused)
{
    state *s = PyModule_GetState(module);
    return PyBytes_FromStringAndSize(s->data, 1024);
}

static PyObject *
bytes_of(PyObject *module, PyObject *argument)
{
    state *s = PyModule_GetState(module);
    long long count;
    return to_long(argument, &count) < 0 ? NULL : PyBytes_FromStringAndSize(s->data, count);
}

static PyObject *
raise_error(PyObject *module, PyObject *unused)
{
    PyErr_SetString(PyExc_ValueError, "wrong");
    return NULL;
}

static PyObject *
optional(PyObject *module, PyObject *argument)
{
    long long value;
    if (argument == Py_None)
        Py_RETURN_NONE;
    return to_long(argument, &value) < 0 ? NULL : PyLong_FromLongLong(value);
}

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
    {"bytes_of", bytes_of, METH_O, NULL},
    {"raise_error", raise_error, METH_NOARGS, NULL},
    {"optional", optional, METH_O, NULL},
    {NULL},
};

static int
execute(PyObject *module)
{
    state *s = PyModule_GetState(module);
    s->data = PyMem_Malloc(1 << 20);
    if (s->data == NULL)
        return -1;
    for (size_t i = 0; i < 1 << 20; i++)
        s->data[i] = (char)i;
    for (int i = 0; i < 8; i++) {
        s->names[i] = PyUnicode_InternFromString((char[]){'a' + i, '\0'});
        if (s->names[i] == NULL)
            return -1;
    }
    s->read = PyUnicode_InternFromString("read");
    s->value = PyUnicode_InternFromString("value");
    s->create_future = PyUnicode_InternFromString("create_future");
    s->set_result = PyUnicode_InternFromString("set_result");
    if (s->read == NULL || s->value == NULL || s->create_future == NULL || s->set_result == NULL || PyModule_AddFunctions(module, coroutine_functions) < 0 || PyModule_AddFunctions(module, collection_functions) < 0 || PyModule_AddFunctions(module, calling_functions) < 0)
        return -1;
    return add_classes(module, s);
}

static int
traverse(PyObject *module, visitproc visit, void *arg)
{
    state *s = PyModule_GetState(module);
    Py_VISIT(s->point_type);
    Py_VISIT(s->empty_type);
    Py_VISIT(s->numbers_type);
    Py_VISIT(s->get_running_loop);
    return 0;
}

static int
clear(PyObject *module)
{
    state *s = PyModule_GetState(module);
    Py_CLEAR(s->point_type);
    Py_CLEAR(s->empty_type);
    Py_CLEAR(s->numbers_type);
    Py_CLEAR(s->get_running_loop);
    Py_CLEAR(s->create_future);
    Py_CLEAR(s->set_result);
    Py_CLEAR(s->read);
    Py_CLEAR(s->value);
    for (int i = 0; i < 8; i++)
        Py_CLEAR(s->names[i]);
    return 0;
}

static void
release(void *module)
{
    state *s = PyModule_GetState(module);
    clear(module);
    PyMem_Free(s->data);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "bench_c", NULL, sizeof(state), functions, slots, traverse, clear, release,
};

PyMODINIT_FUNC
PyInit_bench_c(void)
{
    return PyModuleDef_Init(&definition);
}
