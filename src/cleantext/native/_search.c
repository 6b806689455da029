/* Which patterns have a literal in a piece of text: cleantext.finding.match.PlainSearch in C.

   The literals are sorted, so those that share their first bytes (a key) are neighbours, and a hash table maps each key to
   the first of them. Most places in a text match no key, which a bit set shows before the table is asked; most literals with
   the right key go on in another way, which their next bytes show. Nothing else is built, so a search is soon ready. */
#include "_search.h"

enum { BEFORE = 1, AFTER = 2, OPENS = 4 };
enum { KEY = 4, BITS = 1 << 16, LONGEST_LABEL = 100, SEPARATOR = 0x1e };
enum { ARROW = 0xbb, OPENING_GUILLEMET = 0xab, TWO_BYTES = 0x80, THREE_BYTES = 0x800 };

/* Texts joined by a separator; text n is from starts[n] up to starts[n + 1] - 1. */
typedef struct {
    Py_buffer texts, targets;
    uint32_t *starts, *first_targets;
    uint32_t count;
} Table;

/* The `count` texts from `first` on share a key: their first four bytes, or all if they have fewer. */
typedef struct {
    uint32_t key, first, count;
} Slot;

/* What stands behind the key of a literal: its next four bytes, or what there is of them. */
typedef struct {
    uint32_t bytes, mask;
} Next;

struct Search {
    PyObject_HEAD
    Py_buffer alphabet, edges, on;
    Table literals, labels;
    Slot *slots;
    Next *nexts;                    /* of each literal */
    uint32_t mask;                  /* number of slots, a power of two, less one */
    uint64_t keys[BITS / 64];       /* a bit for the hash of each key */
    uint64_t pairs[BITS / 64];      /* a bit for the first two bytes of each shorter key */
    uint64_t named[BITS / 64];      /* a bit for the key and the size of each label */
    uint8_t marks[256];             /* bytes that may stand around a label */
};

/* Patterns that were found; with `any`, only whether there are some. */
typedef struct {
    uint32_t *numbers;
    size_t size, room;
    int any;
} Hits;

static const uint32_t MASKS[KEY + 1] = {0, 0xff, 0xffff, 0xffffff, 0xffffffff};

INLINE uint32_t hash_of(uint32_t key) { return key * 0x9E3779B1u; }

INLINE int has_bit(const uint64_t *bits, uint32_t at) { return (int)(bits[at / 64] >> at % 64 & 1); }

INLINE void set_bit(uint64_t *bits, uint32_t at) { bits[at / 64] |= (uint64_t)1 << at % 64; }

/* Four bytes as a number, the first one lowest, whatever the machine's byte order. */
INLINE uint32_t word_at(const uint8_t *data) {
    return data[0] | (uint32_t)data[1] << 8 | (uint32_t)data[2] << 16 | (uint32_t)data[3] << 24;
}

static uint32_t key_of(const uint8_t *text, uint32_t size) {
    uint8_t first[KEY] = {0};
    if (size >= KEY) return word_at(text);
    memcpy(first, text, size < KEY ? size : KEY);
    return word_at(first);
}

/* Return the starts of joined texts, and one past the last separator; NULL when memory is short. */
static uint32_t *split(const Py_buffer *joined, uint32_t *count) {
    const char *data = joined->buf;
    uint32_t length = (uint32_t)joined->len, size = length > 0, number = 1;
    for (uint32_t at = 0; at < length; at++) size += data[at] == SEPARATOR;
    uint32_t *starts = calloc((size_t)size + 1, sizeof *starts);
    if (!starts) return NULL;
    for (const char *at = data; (at = memchr(at, SEPARATOR, (size_t)(data + length - at))); at++)
        starts[number++] = (uint32_t)(at - data) + 1;
    starts[size] = length + 1;
    *count = size;
    return starts;
}

INLINE const uint8_t *text_of(const Table *table, uint32_t number) {
    return (const uint8_t *)table->texts.buf + table->starts[number];
}

INLINE uint32_t size_of(const Table *table, uint32_t number) { return table->starts[number + 1] - table->starts[number] - 1; }

static int split_table(Table *table) {
    uint32_t targets = 0;
    table->starts = split(&table->texts, &table->count);
    table->first_targets = split(&table->targets, &targets);
    if (!table->starts || !table->first_targets) return -1;
    if (targets == table->count) return 0;
    PyErr_SetString(PyExc_ValueError, "texts and targets differ in number");
    return -1;
}

static Slot *find_slot(const Search *self, uint32_t key) {
    uint32_t at = hash_of(key) >> 8 & self->mask;
    while (self->slots[at].count && self->slots[at].key != key) at = (at + 1) & self->mask;
    return self->slots + at;
}

INLINE uint32_t label_bit(const uint8_t *text, uint32_t size) { return hash_of(key_of(text, size) + (size << 24)) >> 16; }

static Next next_of(const uint8_t *text, uint32_t size) { return (Next){key_of(text, size), MASKS[size < KEY ? size : KEY]}; }

static int build(Search *self) {
    const Table *literals = &self->literals;
    uint32_t keys = 0, before = 0;
    for (uint32_t number = 0; number < literals->count; number++) {
        uint32_t key = key_of(text_of(literals, number), size_of(literals, number));
        keys += !number || key != before;
        before = key;
    }
    for (self->mask = 1; self->mask < 2 * keys;) self->mask = 2 * self->mask + 1;
    self->slots = calloc((size_t)self->mask + 1, sizeof *self->slots);
    self->nexts = calloc((size_t)literals->count + 1, sizeof *self->nexts);
    if (!self->slots || !self->nexts) return -1;
    for (uint32_t number = 0; number < literals->count; number++) {
        uint32_t size = size_of(literals, number), key = key_of(text_of(literals, number), size);
        Slot *slot = find_slot(self, key);
        if (!slot->count) *slot = (Slot){key, number, 0};
        slot->count++;
        set_bit(self->keys, hash_of(key) >> 16);
        if (size > KEY) self->nexts[number] = next_of(text_of(literals, number) + KEY, size - KEY);
        else if (size > 1 && size < KEY) set_bit(self->pairs, key & MASKS[2]);
        else if (size < KEY) for (uint32_t next = 0; next < 256; next++) set_bit(self->pairs, key | next << 8);
    }
    for (uint32_t number = 0; number < self->labels.count; number++)
        set_bit(self->named, label_bit(text_of(&self->labels, number), size_of(&self->labels, number)));
    return 0;
}

/* Add the wanted patterns that a text hits to, written as numbers with a blank between. */
static int add_hits(const Search *self, const Table *table, uint32_t number, Hits *hits) {
    const char *at = (const char *)table->targets.buf + table->first_targets[number];
    const char *end = (const char *)table->targets.buf + table->first_targets[number + 1] - 1;
    const uint8_t *on = self->on.buf;
    while (at < end) {
        uint32_t target = 0;
        for (; at < end && *at >= '0' && *at <= '9'; at++) target = 10 * target + (uint32_t)(*at - '0');
        at++;
        if ((Py_ssize_t)target >= self->on.len || !on[target]) continue;
        if (hits->any) {
            hits->size = 1;
            return 0;
        }
        if (hits->size == hits->room) {
            size_t room = hits->room ? 2 * hits->room : 32;
            uint32_t *numbers = realloc(hits->numbers, room * sizeof *numbers);
            if (!numbers) return -1;
            hits->numbers = numbers;
            hits->room = room;
        }
        hits->numbers[hits->size++] = target;
    }
    return 0;
}

INLINE int goes_on(uint8_t byte) { return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9'); }

/* Return whether a word goes on into the byte at `start`, or ends one blank before it; see cleantext.finding.match. */
static int word_before(const uint8_t *data, size_t start) {
    if (start < 2) return 0;
    size_t at = start - 1 - (data[start - 1] == ' ');
    uint8_t last = data[at], before = at ? data[at - 1] : 0;
    if (goes_on(last)) return 1;
    int arabic_mark = before == 0xd8 && (last == 0x8c || last == 0x9b || last == 0x9f);
    int times_or_by = before == 0xc3 && (last == 0x97 || last == 0xb7);
    return last >= 0x80 && last < 0xc0 && before >= 0xc3 && before < 0xe0 && !arabic_mark && !times_or_by;
}

/* Add what the literals of a slot lead to that stand at `start`. */
static int search_slot(const Search *self, const Slot *slot, const uint8_t *data, size_t start, size_t size, Hits *hits) {
    const uint8_t *edges = self->edges.buf;
    uint32_t next = word_at(data + start + KEY);
    for (uint32_t number = slot->first; number < slot->first + slot->count; number++) {
        if ((next ^ self->nexts[number].bytes) & self->nexts[number].mask) continue;
        size_t length = size_of(&self->literals, number), end = start + length;
        if (end > size || memcmp(text_of(&self->literals, number), data + start, length)) continue;
        uint8_t edge = edges[number], before = start ? data[start - 1] : '\n';
        if ((edge & BEFORE && goes_on(before)) || (edge & AFTER && goes_on(data[end]))
            || (edge & OPENS && word_before(data, start)))
            continue;
        if (add_hits(self, &self->literals, number, hits)) return -1;
        if (hits->any && hits->size) return 0;
    }
    return 0;
}

/* Search a line, which stands in `data` after one line break and before two. */
static int search_line(const Search *self, const uint8_t *data, size_t size, Hits *hits) {
    for (size_t start = 0; start < size; start++) {
        uint32_t word = word_at(data + start), shortest = has_bit(self->pairs, word & MASKS[2]) ? 1 : KEY;
        for (uint32_t length = shortest; length <= KEY; length++) {
            uint32_t key = word & MASKS[length];
            if (!has_bit(self->keys, hash_of(key) >> 16)) continue;
            const Slot *slot = find_slot(self, key);
            if (slot->count && search_slot(self, slot, data, start, size, hits)) return -1;
            if (hits->any && hits->size) return 0;
        }
    }
    return 0;
}

/* Look up a short line among the labels, without the marks around it. */
static int search_labels(const Search *self, const uint8_t *line, size_t size, Hits *hits) {
    while (size && self->marks[line[size - 1]]) size--;
    while (size && self->marks[*line]) line++, size--;
    if (!has_bit(self->named, label_bit(line, (uint32_t)size))) return 0;
    uint32_t low = 0, high = self->labels.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        size_t length = size_of(&self->labels, middle);
        int order = memcmp(text_of(&self->labels, middle), line, length < size ? length : size);
        if (order < 0 || (!order && length < size)) low = middle + 1;
        else high = middle;
    }
    if (low == self->labels.count || size_of(&self->labels, low) != size) return 0;
    return memcmp(text_of(&self->labels, low), line, size) ? 0 : add_hits(self, &self->labels, low, hits);
}

static uint8_t *write_utf8(uint8_t *at, uint32_t code) {
    if (code < TWO_BYTES) {
        *at++ = (uint8_t)code;
        return at;
    }
    if (code < THREE_BYTES) {
        *at++ = (uint8_t)(0xc0 | code >> 6);
    } else {
        if (code < PLANE) *at++ = (uint8_t)(0xe0 | code >> 12);
        else *at++ = (uint8_t)(0xf0 | code >> 18), *at++ = (uint8_t)(0x80 | (code >> 12 & 63));
        *at++ = (uint8_t)(0x80 | (code >> 6 & 63));
    }
    *at++ = (uint8_t)(0x80 | (code & 63));
    return at;
}

/* Return whether the only guillemet of the text is a closing one, which is then an arrow. */
static int has_lone_arrow(int width, const void *data, Py_ssize_t from, Py_ssize_t to) {
    int arrows = 0;
    for (Py_ssize_t at = from; at < to; at++) {
        uint32_t code = PyUnicode_READ(width, data, at);
        if (code == OPENING_GUILLEMET) return 0;
        arrows += code == ARROW;
    }
    return arrows == 1;
}

/* Write a piece as folded UTF-8; see cleantext.finding.line. */
static uint8_t *write_folded(const Search *self, int width, const void *data, Py_ssize_t from, Py_ssize_t to, uint8_t *at) {
    int arrow = has_lone_arrow(width, data, from, to);
    for (; from < to; from++) {
        uint32_t code = PyUnicode_READ(width, data, from);
        at = write_utf8(at, arrow && code == ARROW ? '>' : entry_of(self->alphabet.buf, code) >> 8);
    }
    return at;
}

/* Search a piece of text, without the blanks around it. */
static int search_piece(const Search *self, int width, const void *text, Py_ssize_t from, Py_ssize_t to, Hits *hits) {
    while (from < to && Py_UNICODE_ISSPACE(PyUnicode_READ(width, text, from))) from++;
    while (from < to && Py_UNICODE_ISSPACE(PyUnicode_READ(width, text, to - 1))) to--;
    if (from >= to) return 0;
    uint8_t few[2048], *data = few;
    size_t room = 4 * (size_t)(to - from) + 3 + 2 * KEY;
    if (room > sizeof few && !(data = malloc(room))) return -1;
    *data = '\n';
    uint8_t *end = write_folded(self, width, text, from, to, data + 1);
    size_t size = (size_t)(end - data) - 1;
    memcpy(end, "\n\n\0\0\0\0\0\0\0", 2 * KEY + 1);
    int failed = search_line(self, data, size + 3, hits);
    if (!failed && size < LONGEST_LABEL && !(hits->any && hits->size)) failed = search_labels(self, data + 1, size, hits);
    if (data != few) free(data);
    return failed;
}

int search_any(const Search *self, int width, const void *text, Py_ssize_t from, Py_ssize_t to) {
    Hits hits = {NULL, 0, 0, 1};
    return search_piece(self, width, text, from, to, &hits) ? -1 : hits.size > 0;
}

static int in_order(const void *one, const void *other) {
    uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return (a > b) - (a < b);
}

/* Return the numbers of patterns in order, each once. */
static PyObject *numbers_of(Hits *hits) {
    size_t kept = 0;
    if (hits->size > 1) qsort(hits->numbers, hits->size, sizeof *hits->numbers, in_order);
    for (size_t i = 0; i < hits->size; i++)
        if (!i || hits->numbers[i] != hits->numbers[i - 1]) hits->numbers[kept++] = hits->numbers[i];
    PyObject *tuple = PyTuple_New((Py_ssize_t)kept);
    for (size_t i = 0; tuple && i < kept; i++) {
        PyObject *number = PyLong_FromUnsignedLong(hits->numbers[i]);
        if (!number) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, number);
    }
    return tuple;
}

PyDoc_STRVAR(patterns_doc, "patterns(text, start, end) -> tuple\n\nSee cleantext.finding.match.Search.patterns.");

static PyObject *patterns(PyObject *object, PyObject *const *args, Py_ssize_t count) {
    const Search *self = (const Search *)object;
    Py_ssize_t from, to;
    if (!piece_of(args, count, 3, &from, &to)) return NULL;
    PyObject *text = args[0];
    Hits hits = {NULL, 0, 0, 0};
    int failed = from < to && search_piece(self, PyUnicode_KIND(text), PyUnicode_DATA(text), from, to, &hits);
    PyObject *result = failed ? PyErr_NoMemory() : numbers_of(&hits);
    free(hits.numbers);
    return result;
}

static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(names)) {
    Search *self = (Search *)type->tp_alloc(type, 0);
    Py_buffer marks = {0};
    if (!self) return NULL;
    Table *literals = &self->literals, *labels = &self->labels;
    int ready = PyArg_ParseTuple(args, "y*(y*y*y*)(y*y*)y*y*", &self->alphabet, &literals->texts, &self->edges, &literals->targets,
                                 &labels->texts, &labels->targets, &marks, &self->on);
    if (ready && self->alphabet.len != (Py_ssize_t)(PLANE * sizeof(uint32_t))) {
        PyErr_SetString(PyExc_ValueError, "an alphabet of a wrong size");
        ready = 0;
    }
    for (Py_ssize_t i = 0; ready && i < marks.len; i++) self->marks[((const uint8_t *)marks.buf)[i]] = 1;
    PyBuffer_Release(&marks);
    ready = ready && !split_table(literals) && !split_table(labels);
    if (ready && self->edges.len != (Py_ssize_t)literals->count) {
        PyErr_SetString(PyExc_ValueError, "texts and edges differ in number");
        ready = 0;
    }
    if (ready && !build(self)) return (PyObject *)self;
    if (!PyErr_Occurred()) PyErr_NoMemory();
    Py_DECREF(self);
    return NULL;
}

static void release(Table *table) {
    PyBuffer_Release(&table->texts);
    PyBuffer_Release(&table->targets);
    free(table->starts);
    free(table->first_targets);
}

static void dealloc(PyObject *object) {
    Search *self = (Search *)object;
    PyTypeObject *type = Py_TYPE(object);
    release(&self->literals);
    release(&self->labels);
    PyBuffer_Release(&self->alphabet);
    PyBuffer_Release(&self->edges);
    PyBuffer_Release(&self->on);
    free(self->slots);
    free(self->nexts);
    type->tp_free(object);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"patterns", (PyCFunction)(void (*)(void))patterns, METH_FASTCALL, patterns_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(search_doc, "Search(alphabet, (texts, edges, targets), (labels, targets), marks, on)\n\n"
                         "Does what cleantext.finding.match.PlainSearch does.");

static PyType_Slot slots[] = {
    {Py_tp_doc, (void *)search_doc}, {Py_tp_new, new}, {Py_tp_dealloc, dealloc}, {Py_tp_methods, methods}, {0, NULL},
};

static PyType_Spec spec = {"cleantext.native._fast.Search", sizeof(Search), 0, Py_TPFLAGS_DEFAULT, slots};

PyObject *search_type(void) { return PyType_FromSpec(&spec); }
