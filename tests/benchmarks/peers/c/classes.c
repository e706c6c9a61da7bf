/* Point, the empty class, and an iterator. */

#include "bench_c.h"
#include <math.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    double x, y;
} point;

typedef struct {
    PyObject_HEAD
    long long next, end;
} numbers;

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

static double
squared(point *p)
{
    return p->x * p->x + p->y * p->y;
}

static PyObject *
point_scaled(PyObject *self, PyObject *factor)
{
    double by;
    return to_double(factor, &by) < 0 ? NULL : PyFloat_FromDouble((((point *)self)->x + ((point *)self)->y) * by);
}

static PyObject *
point_area(PyObject *self, void *unused)
{
    return PyFloat_FromDouble(((point *)self)->x * ((point *)self)->y);
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
    if (Py_TYPE(a) != Py_TYPE(b) || (operation != Py_EQ && operation != Py_NE && operation != Py_LT))
        Py_RETURN_NOTIMPLEMENTED;
    if (operation == Py_LT)
        return PyBool_FromLong(squared((point *)a) < squared((point *)b));
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
    {"scaled", point_scaled, METH_O, NULL},
    {NULL},
};

static PyGetSetDef point_properties[] = {
    {"x", point_get, point_set, NULL, (void *)offsetof(point, x)},
    {"y", point_get, point_set, NULL, (void *)offsetof(point, y)},
    {"area", point_area, NULL, NULL, NULL},
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

static PyObject *
empty_vectorcall(PyObject *type, PyObject *const *args, size_t flags, PyObject *names)
{
    Py_ssize_t count = PyVectorcall_NARGS(flags);
    if (count != 0 || (names != NULL && PyTuple_GET_SIZE(names) != 0))
        return wrong_count("Empty", 0, count);
    return ((PyTypeObject *)type)->tp_alloc((PyTypeObject *)type, 0);
}

static PyType_Slot empty_slots[] = {
    {Py_tp_new, PyType_GenericNew},
    {Py_tp_dealloc, point_dealloc},
    {0, NULL},
};

static PyType_Spec empty_spec = {"bench_c.Empty", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, empty_slots};

PyObject *
new_numbers(state *s, long long count)
{
    numbers *made = (numbers *)s->numbers_type->tp_alloc(s->numbers_type, 0);
    if (made != NULL) {
        made->next = 0;
        made->end = count;
    }
    return (PyObject *)made;
}

static PyObject *
numbers_next(PyObject *self)
{
    numbers *n = (numbers *)self;
    return n->next == n->end ? NULL : PyLong_FromLongLong(n->next++);
}

static PyType_Slot numbers_slots[] = {
    {Py_tp_dealloc, point_dealloc},
    {Py_tp_iter, PyObject_SelfIter},
    {Py_tp_iternext, numbers_next},
    {0, NULL},
};

static PyType_Spec numbers_spec = {
    "bench_c.Numbers", sizeof(numbers), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, numbers_slots};

int
add_classes(PyObject *module, state *s)
{
    s->point_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &point_spec, NULL);
    s->empty_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &empty_spec, NULL);
    s->numbers_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &numbers_spec, NULL);
    if (s->point_type == NULL || s->empty_type == NULL || s->numbers_type == NULL)
        return -1;
    s->point_type->tp_vectorcall = point_vectorcall;
    s->empty_type->tp_vectorcall = empty_vectorcall;
    if (PyModule_AddObjectRef(module, "Point", (PyObject *)s->point_type) < 0)
        return -1;
    return PyModule_AddObjectRef(module, "Empty", (PyObject *)s->empty_type);
}
