/* The module `cleantext.native._fast`: the scorer of cleantext.scoring.score, the search of cleantext.finding.match, and what
   cleantext.reading.view looks at first, in C.

   Tests compare each function with its reference in Python over arbitrary text. */
#include "_scan.h"
#include "_view.h"

typedef struct {
    PyObject_HEAD
    Py_buffer alphabet, abbreviations, sieve, vectors, categories, layers;
    Model model;
    PyTypeObject *score, *sentence; /* the records of Python that are returned, named tuples */
} Scorer;

static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(names)) {
    Scorer *self = (Scorer *)type->tp_alloc(type, 0);
    int roots, size, hidden, categories;
    if (!self) return NULL;
    Learned *learned = &self->model.learned;
    if (!PyArg_ParseTuple(args, "y*y*iy*y*y*y*iiiiiO!O!", &self->alphabet, &self->abbreviations, &learned->bias, &self->sieve,
                          &self->vectors, &self->categories, &self->layers, &roots, &size, &hidden, &categories,
                          &learned->passes, &PyType_Type, &self->score, &PyType_Type, &self->sentence)) {
        self->score = self->sentence = NULL;
        Py_DECREF(self);
        return NULL;
    }
    Py_INCREF(self->score);
    Py_INCREF(self->sentence);
    int named = PyType_IsSubtype(self->score, &PyTuple_Type) && PyType_IsSubtype(self->sentence, &PyTuple_Type);
    int fits = roots == ROOTS && size == SIZE && hidden == HIDDEN && categories == CATEGORIES;
    fits = fits && tables_from(&learned->sieve, 1, &self->sieve, 1) && layers_from(learned, &self->layers);
    fits = fits && tables_from(learned->vectors, NETWORKS, &self->vectors, SIZE);
    fits = fits && tables_from(&learned->categories, 1, &self->categories, CATEGORIES);
    if (!fits || !named || self->alphabet.len != 4 * PLANE) {
        PyErr_SetString(PyExc_ValueError, "tables of a wrong size, or records that are no tuples");
        Py_DECREF(self);
        return NULL;
    }
    self->model.alphabet = self->alphabet.buf;
    self->model.abbreviations = self->abbreviations.buf;
    self->model.abbreviated = (size_t)self->abbreviations.len / sizeof *self->model.abbreviations;
    return (PyObject *)self;
}

static void dealloc(PyObject *object) {
    Scorer *self = (Scorer *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyBuffer_Release(&self->alphabet);
    PyBuffer_Release(&self->abbreviations);
    PyBuffer_Release(&self->sieve);
    PyBuffer_Release(&self->vectors);
    PyBuffer_Release(&self->categories);
    PyBuffer_Release(&self->layers);
    Py_XDECREF(self->score);
    Py_XDECREF(self->sentence);
    type->tp_free(object);
    Py_DECREF(type);
}

/* Return a record of numbers: a tuple, or a kind of it that has names for them. */
static PyObject *record_of(PyTypeObject *type, const Py_ssize_t *numbers, Py_ssize_t size) {
    PyObject *tuple = type->tp_alloc(type, size);
    for (Py_ssize_t i = 0; tuple && i < size; i++) {
        PyObject *number = PyLong_FromSsize_t(numbers[i]);
        if (!number) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, i, number);
    }
    return tuple;
}

static PyObject *parts_of(const Scorer *self, const Scan *scan, const Look *look) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)look->count);
    const Part *parts = (const Part *)scan->parts.items + look->first;
    for (size_t i = 0; tuple && i < look->count; i++) {
        PyObject *part = record_of(self->sentence, (Py_ssize_t[]){parts[i].start, parts[i].end, parts[i].score, parts[i].flags}, 4);
        if (!part) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, part);
    }
    return tuple;
}

static PyObject *look_of(const Scorer *self, const Scan *scan, const Look *look) {
    PyObject *whole = record_of(self->score, (Py_ssize_t[]){look->whole, look->kind, look->flags}, 3);
    PyObject *parts = whole ? parts_of(self, scan, look) : NULL;
    if (!parts) {
        Py_XDECREF(whole);
        return NULL;
    }
    return Py_BuildValue("(nnNinN)", look->start, look->end, whole, (int)look->worst, look->lead, parts);
}

static PyObject *looks_of(const Scorer *self, const Scan *scan) {
    PyObject *list = PyList_New((Py_ssize_t)scan->looks.size);
    const Look *looks = scan->looks.items;
    for (size_t i = 0; list && i < scan->looks.size; i++) {
        PyObject *item = look_of(self, scan, looks + i);
        if (!item) Py_CLEAR(list);
        else PyList_SET_ITEM(list, (Py_ssize_t)i, item);
    }
    return list;
}

PyDoc_STRVAR(scan_doc, "scan(text, search, floor, likely, hope, longest) -> list\n\nSee cleantext.scoring.score.Scorer.scan.");

static PyObject *scan(PyObject *object, PyObject *args) {
    const Scorer *self = (const Scorer *)object;
    PyObject *string, *search, *type = *(PyObject **)PyType_GetModuleState(Py_TYPE(object));
    int floor, likely, hope;
    Py_ssize_t longest;
    if (!PyArg_ParseTuple(args, "UOiiin", &string, &search, &floor, &likely, &hope, &longest)) return NULL;
    if (search != Py_None && !PyObject_TypeCheck(search, (PyTypeObject *)type))
        return PyErr_Format(PyExc_TypeError, "scan takes a Search or None, not %s", Py_TYPE(search)->tp_name);
    Text text = {PyUnicode_DATA(string), PyUnicode_GET_LENGTH(string)};
    Features whole, part;
    Scan scan = {&self->model, &text, search == Py_None ? NULL : (const Search *)search, &whole, &part, floor, likely, hope,
                 longest, {NULL, 0, 0, sizeof(Look)}, {NULL, 0, 0, sizeof(Part)}};
    int width = PyUnicode_KIND(string), failed;
    Py_BEGIN_ALLOW_THREADS
    failed = scan_text(&scan, width);
    Py_END_ALLOW_THREADS
    PyObject *result = failed ? PyErr_NoMemory() : looks_of(self, &scan);
    free(scan.looks.items);
    free(scan.parts.items);
    return result;
}

PyDoc_STRVAR(weigh_doc, "weigh(text, start, end, alone) -> Score\n\nSee cleantext.scoring.score.Scorer.weigh.");

INLINE PyObject *weigh_wide(const Scorer *self, const Text *text, int width, Py_ssize_t from, Py_ssize_t to, int alone) {
    Features features;
    Reader reader;
    start(&reader, &features);
    int flags = read_wide(&reader, &self->model, text, width, from, to);
    Py_ssize_t score = NEVER, kind = -1;
    if (words_of(&reader)) {
        score = scored(&self->model, &reader, alone);
        kind = category_of(&self->model.learned, &features);
    }
    return record_of(self->score, (Py_ssize_t[]){score, kind, flags}, 3);
}

static PyObject *weigh(PyObject *object, PyObject *const *args, Py_ssize_t count) {
    const Scorer *self = (const Scorer *)object;
    Py_ssize_t from, to;
    if (!piece_of(args, count, 4, &from, &to)) return NULL;
    Text text = {PyUnicode_DATA(args[0]), PyUnicode_GET_LENGTH(args[0])};
    int width = PyUnicode_KIND(args[0]), alone = PyObject_IsTrue(args[3]);
    if (alone < 0) return NULL;
    if (width == PyUnicode_1BYTE_KIND) return weigh_wide(self, &text, PyUnicode_1BYTE_KIND, from, to, alone);
    if (width == PyUnicode_2BYTE_KIND) return weigh_wide(self, &text, PyUnicode_2BYTE_KIND, from, to, alone);
    return weigh_wide(self, &text, PyUnicode_4BYTE_KIND, from, to, alone);
}

PyDoc_STRVAR(fold_doc, "fold(text) -> str\n\nSee cleantext.reading.fold.fold.");

static PyObject *fold(PyObject *object, PyObject *string) {
    const Scorer *self = (const Scorer *)object;
    if (!PyUnicode_Check(string)) return PyErr_Format(PyExc_TypeError, "fold takes str, not %s", Py_TYPE(string)->tp_name);
    Py_ssize_t size = PyUnicode_GET_LENGTH(string);
    int width = PyUnicode_KIND(string);
    uint32_t all = 0, *folded = PyMem_Malloc((size_t)(size ? size : 1) * sizeof *folded);
    if (!folded) return PyErr_NoMemory();
    for (Py_ssize_t at = 0; at < size; at++) {
        folded[at] = entry_of(self->model.alphabet, PyUnicode_READ(width, PyUnicode_DATA(string), at)) >> 8;
        all |= folded[at];
    }
    PyObject *result = PyUnicode_New(size, all < 0x10000 ? all : 0x10FFFF);
    for (Py_ssize_t at = 0; result && at < size; at++)
        PyUnicode_WRITE(PyUnicode_KIND(result), PyUnicode_DATA(result), at, folded[at]);
    PyMem_Free(folded);
    return result;
}

static PyMethodDef methods[] = {
    {"scan", scan, METH_VARARGS, scan_doc},
    {"weigh", (PyCFunction)(void (*)(void))weigh, METH_FASTCALL, weigh_doc},
    {"fold", fold, METH_O, fold_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(scorer_doc, "Scorer(alphabet, abbreviations, bias, sieve, vectors, categories, layers, roots, size, hidden, kinds, "
                         "passes, score, sentence)\n\nDoes what cleantext.scoring.score.PlainScorer does.");

static PyType_Slot slots[] = {
    {Py_tp_doc, (void *)scorer_doc}, {Py_tp_new, new}, {Py_tp_dealloc, dealloc}, {Py_tp_methods, methods}, {0, NULL},
};

static PyType_Spec spec = {"cleantext.native._fast.Scorer", sizeof(Scorer), 0, Py_TPFLAGS_DEFAULT, slots};

/* The module keeps the type of the searches, for the scan to check its argument. */
static int execute(PyObject *module) {
    PyObject **kept = PyModule_GetState(module);
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    *kept = search_type();
    if (type && *kept && !PyModule_AddType(module, (PyTypeObject *)*kept) && !PyModule_AddType(module, (PyTypeObject *)type)) {
        Py_DECREF(type);
        return 0;
    }
    Py_XDECREF(type);
    return -1;
}

static int traverse(PyObject *module, visitproc visit, void *arg) {
    Py_VISIT(*(PyObject **)PyModule_GetState(module));
    return 0;
}

static int clear(PyObject *module) {
    Py_CLEAR(*(PyObject **)PyModule_GetState(module));
    return 0;
}

static void release(void *module) { clear(module); }

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, execute},
    EVERYWHERE,
    {0, NULL},
};

static PyMethodDef functions[] = {{"unread", unread, METH_VARARGS, unread_doc}, {NULL, NULL, 0, NULL}};

PyDoc_STRVAR(module_doc, "The learned score, the search for literals, and what may stand between a text and its view, in C.");

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "cleantext.native._fast", module_doc, sizeof(PyObject *), functions,
                                        module_slots, traverse, clear, release};

PyMODINIT_FUNC PyInit__fast(void) { return PyModuleDef_Init(&definition); }
