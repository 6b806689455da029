/* cleantext.judging.counts and cleantext.judging.features in C: the same numbers, to the bit.

   Lines are read as CPython stores them, code point by code point. Tests compare each function with its reference in
   numpy over arbitrary text. */
#include "_text.h"

/* cleantext.judging.counts.Kind */
enum { UPPER_CASE = 1, IDEOGRAPH = 3, NUMERAL = 4, SPACE = 5, STOP = 6, ASK = 7, KINDS = 24 };
enum { SLOTS = 1 << 17, FUNCTION = 1 << 15, ROW = FUNCTION - 1, LONGEST_WORD = 32 };
/* cleantext.judging.features */
enum { FUNCTION_WORDS, KNOWN_WORDS, CAPITALISED, NUMBERS, MARKS };
enum { STEPS = 10, SHAPE = 3 + STEPS + 4 * KINDS + MARKS, LOGS = 4097, FEW_LINES = 4096 };
enum { SCALES = 4, DISTANCES = 256, NEARNESS = DISTANCES * SCALES };
enum { PROSE_CHARACTERS = 80, PROSE_IDEOGRAPHS = 30 };
enum { BEGINS, ENDS, LIKE, SAME, KEYS };
/* The columns of context_features. */
enum {
    FROM_START = 0, FROM_END = FROM_START + SCALES, PLACE_BY_LINES = FROM_END + SCALES, PLACE_BY_LETTERS, LINES, LETTERS,
    SHARE, SHARE_OF_LONGEST, REPEATED, REPEATS, WORDS_ELSEWHERE, WORDS_OF_PROSE, PROSE_WEIGHED, BEGIN_ALIKE, END_ALIKE,
    BEGIN_LIKE_NEIGHBOURS, END_LIKE_NEIGHBOURS, SHAPED_LIKE_NEIGHBOURS, CONTEXT
};

static const uint32_t MULTIPLIER = 0x9E3779B1u;
static const int64_t LADDER[STEPS] = {4, 8, 16, 32, 64, 96, 128, 192, 256, 512};
static const float PRESENCE[] = {0.0f, 0.5f, 0.8f, 1.0f};

typedef struct {
    const uint32_t *characters;     /* kind of each character, and in the lower 16 bits what is hashed of it */
    const uint32_t *words;          /* for each slot its word's mark, a bit for a function word, and the row */
    const float *log, *vectors;
    Py_ssize_t rows, width;
} Tables;

/* Where the results go; words are appended. */
typedef struct {
    float *shape, *sums;
    int64_t *letters, *keys, *sizes;
    uint8_t *prose, *content;
    uint32_t *hashes;
    Py_ssize_t lines, count;        /* all lines, words so far */
} Sight;

/* The line that is being read. */
typedef struct {
    int64_t kinds[KINDS], marks[MARKS];
    int first, last, capital;
    uint32_t hash;
    Py_ssize_t place;               /* letters of the word so far, 0 outside words */
} Line;

INLINE uint32_t mix(uint32_t hash) {
    hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
    hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
    return hash ^ hash >> 16;
}

INLINE uint32_t look_up(const Tables *tables, uint32_t hash) {
    uint32_t entry = tables->words[hash & (SLOTS - 1)];
    return (entry ^ hash) >> 16 ? 0 : entry & 0xFFFF;
}

INLINE const float *vector_of(const Tables *tables, uint32_t entry) {
    Py_ssize_t row = (Py_ssize_t)(entry & ROW);
    return tables->vectors + (row < tables->rows ? row : 0) * tables->width;
}

INLINE float share(int64_t part, int64_t whole) { return (float)((double)part / (double)(whole > 1 ? whole : 1)); }

INLINE float log_of(const float *table, int64_t value) { return table[value < LOGS ? value : LOGS - 1]; }

INLINE void end_word(Line *line, Sight *sight) {
    if (line->place) sight->hashes[sight->count++] = mix(line->hash);
    line->place = 0;
}

INLINE void read_wide(const Tables *tables, Line *line, Sight *sight, const uint32_t *powers, const void *data, int width,
                      Py_ssize_t size) {
    for (Py_ssize_t at = 0; at < size; at++) {
        uint32_t code = PyUnicode_READ(width, data, at), entry = tables->characters[code < PLANE ? code : PLANE - 1];
        int kind = (int)(entry >> 16);
        line->kinds[kind]++;
        if (kind != SPACE) {
            if (line->first == SPACE) line->first = kind;
            line->last = kind;
        }
        if (kind >= SPACE) {
            end_word(line, sight);
            continue;
        }
        if (kind == IDEOGRAPH) end_word(line, sight);
        if (!line->place) {
            line->hash = 0;
            line->marks[CAPITALISED] += kind == UPPER_CASE;
            line->marks[NUMBERS] += kind == NUMERAL;
        }
        line->hash += (entry & 0xFFFF) * powers[line->place < LONGEST_WORD ? line->place : LONGEST_WORD - 1];
        line->place++;
        if (kind == IDEOGRAPH) end_word(line, sight);
    }
    end_word(line, sight);
}

/* Look up the words of a line and add up their vectors. */
static void know(const Tables *tables, Line *line, Sight *sight, Py_ssize_t from, float *sums) {
    Py_ssize_t width = tables->width, size = sight->count - from;
    for (Py_ssize_t word = 0; word < size; word++) {
        uint32_t hash = sight->hashes[from + word], entry = look_up(tables, hash);
        uint32_t pair = word + 1 < size ? mix(hash * MULTIPLIER + sight->hashes[from + word + 1]) : 0;
        const float *own = vector_of(tables, entry), *both = vector_of(tables, look_up(tables, pair));
        sight->content[from + word] = !(entry & FUNCTION);
        line->marks[FUNCTION_WORDS] += !!(entry & FUNCTION);
        line->marks[KNOWN_WORDS] += !!(entry & ROW);
        for (Py_ssize_t i = 0; i < width; i++) sums[i] += own[i] + both[i];
        if (word == 0) memcpy(sums + width, own, (size_t)width * sizeof *own);
        if (word + 1 == size) memcpy(sums + 2 * width, own, (size_t)width * sizeof *own);
    }
    for (Py_ssize_t i = 0; size && i < width; i++) sums[i] = (float)((double)sums[i] / (double)size);
}

static void describe(const Tables *tables, const Line *line, Sight *sight, Py_ssize_t at, Py_ssize_t from) {
    int64_t total = 0, words = sight->count - from, n = sight->lines, *keys = sight->keys + at;
    for (int kind = 0; kind < KINDS; kind++) total += line->kinds[kind];
    int64_t letters = total - line->kinds[SPACE], ideographs = line->kinds[IDEOGRAPH];
    float *out = sight->shape + at * SHAPE;
    *out++ = log_of(tables->log, letters);
    *out++ = log_of(tables->log, words);
    *out++ = log_of(tables->log, ideographs);
    int step = 0;
    for (int i = 0; i < STEPS; i++) {
        *out++ = letters >= LADDER[i];
        step += LADDER[i] < total;
    }
    for (int kind = 0; kind < KINDS; kind++) *out++ = share(line->kinds[kind], letters);
    for (int kind = 0; kind < KINDS; kind++) *out++ = PRESENCE[line->kinds[kind] < 3 ? line->kinds[kind] : 3];
    for (int mark = 0; mark < MARKS; mark++) *out++ = share(line->marks[mark], words);
    for (int kind = 0; kind < KINDS; kind++) *out++ = kind == line->first;
    for (int kind = 0; kind < KINDS; kind++) *out++ = kind == line->last;

    uint32_t whole = words ? 0 : (uint32_t)line->last;
    for (int64_t word = 0; word < words; word++) whole += sight->hashes[from + word] * (uint32_t)(2 * word + 1);
    keys[BEGINS * n] = words ? (int64_t)(sight->hashes[from] & 0xFFFF) : ((int64_t)1 << 32) + at;
    keys[ENDS * n] = words ? (int64_t)(sight->hashes[sight->count - 1] & 0xFFFF) : ((int64_t)1 << 32) + at;
    keys[LIKE * n] = (line->first * KINDS + line->last) * 16 + step;
    keys[SAME * n] = mix(whole);
    int is_long = total >= PROSE_CHARACTERS || ideographs >= PROSE_IDEOGRAPHS;
    sight->prose[at] = is_long && line->kinds[STOP] + line->kinds[ASK] > 0;
    sight->letters[at] = letters;
    sight->sizes[at] = words;
}

static void read_line(const Tables *tables, Sight *sight, Py_ssize_t at, PyObject *string, const uint32_t *powers) {
    Line line = {{0}, {0}, SPACE, SPACE, 0, 0, 0};
    Py_ssize_t from = sight->count, size = PyUnicode_GET_LENGTH(string);
    const void *data = PyUnicode_DATA(string);
    int width = PyUnicode_KIND(string);
    if (width == PyUnicode_1BYTE_KIND) read_wide(tables, &line, sight, powers, data, PyUnicode_1BYTE_KIND, size);
    else if (width == PyUnicode_2BYTE_KIND) read_wide(tables, &line, sight, powers, data, PyUnicode_2BYTE_KIND, size);
    else read_wide(tables, &line, sight, powers, data, PyUnicode_4BYTE_KIND, size);
    know(tables, &line, sight, from, sight->sums + at * 3 * tables->width);
    describe(tables, &line, sight, at, from);
}

static int is_table(const Py_buffer *buffer, Py_ssize_t size) {
    if (buffer->len == size) return 1;
    PyErr_SetString(PyExc_ValueError, "a table or an array of a wrong size");
    return 0;
}

static PyObject *read_all(const Tables *tables, PyObject *list) {
    Py_ssize_t n = PyList_GET_SIZE(list), most = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (!PyUnicode_Check(PyList_GET_ITEM(list, i))) return PyErr_Format(PyExc_TypeError, "lines are strings");
        most += PyUnicode_GET_LENGTH(PyList_GET_ITEM(list, i));
    }
    uint32_t powers[LONGEST_WORD] = {MULTIPLIER};
    for (int i = 1; i < LONGEST_WORD; i++) powers[i] = powers[i - 1] * MULTIPLIER;
    Py_ssize_t sizes[] = {n * SHAPE * 4, n * 3 * tables->width * 4, n * 8, n, n * KEYS * 8, n * 8, most * 4, most};
    enum { PARTS = sizeof sizes / sizeof *sizes };
    PyObject *tuple = PyTuple_New(PARTS);
    char *parts[PARTS];
    for (int i = 0; tuple && i < PARTS; i++) {
        PyObject *part = PyByteArray_FromStringAndSize(NULL, sizes[i]);
        if (!part) {
            Py_DECREF(tuple);
            return NULL;
        }
        parts[i] = PyByteArray_AS_STRING(part);
        PyTuple_SET_ITEM(tuple, i, part);
    }
    if (!tuple) return NULL;
    memset(parts[1], 0, (size_t)sizes[1]);
    Sight sight = {(float *)parts[0], (float *)parts[1], (int64_t *)parts[2], (int64_t *)parts[4], (int64_t *)parts[5],
                   (uint8_t *)parts[3], (uint8_t *)parts[7], (uint32_t *)parts[6], n, 0};
    for (Py_ssize_t i = 0; i < n; i++) read_line(tables, &sight, i, PyList_GET_ITEM(list, i), powers);
    return Py_BuildValue("Nn", tuple, sight.count);
}

PyDoc_STRVAR(read_doc, "read(lines, characters, words, log, vectors, width) -> (parts, count of words)\n\nSee cleantext.judging.sight.look.");

static PyObject *read_lines(PyObject *module, PyObject *args) {
    (void)module;
    PyObject *list, *result = NULL;
    Py_buffer characters, words, log, vectors;
    Py_ssize_t width;
    if (!PyArg_ParseTuple(args, "O!y*y*y*y*n", &PyList_Type, &list, &characters, &words, &log, &vectors, &width)) return NULL;
    Py_ssize_t row = width > 0 ? width * (Py_ssize_t)sizeof(float) : 0, rows = row ? vectors.len / row : 0;
    if (is_table(&characters, 4 * PLANE) && is_table(&words, 4 * SLOTS) && is_table(&log, 4 * LOGS)
        && is_table(&vectors, rows ? rows * row : -1)) {
        Tables tables = {characters.buf, words.buf, log.buf, vectors.buf, rows, width};
        result = read_all(&tables, list);
    }
    PyBuffer_Release(&characters);
    PyBuffer_Release(&words);
    PyBuffer_Release(&log);
    PyBuffer_Release(&vectors);
    return result;
}

/* How many lines have each key: a hash table with open addressing and at least twice as many cells. */
typedef struct {
    int64_t *keys;
    int32_t *counts;
    size_t mask;
} Census;

INLINE size_t cell_of(const Census *census, int64_t key) {
    size_t cell = (size_t)(mix((uint32_t)key ^ (uint32_t)((uint64_t)key >> 32) * MULTIPLIER) & census->mask);
    while (census->counts[cell] && census->keys[cell] != key) cell = (cell + 1) & census->mask;
    return cell;
}

/* Set for each line how many others have the same key, and if asked, whether there are some. */
static void count_others(Census *census, const int64_t *keys, Py_ssize_t n, int shift, const float *log, float *out,
                         float *some) {
    memset(census->counts, 0, (census->mask + 1) * sizeof *census->counts);
    for (Py_ssize_t i = 0; i < n; i++) {
        size_t cell = cell_of(census, keys[i] >> shift);
        census->keys[cell] = keys[i] >> shift;
        census->counts[cell]++;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        int32_t others = census->counts[cell_of(census, keys[i] >> shift)] - 1;
        out[i * CONTEXT] = log_of(log, others);
        if (some) some[i * CONTEXT] = others > 0;
    }
}

/* Set for each line the share of the four nearest neighbours, two on either side, that have the same key. */
static void look_beside(const int64_t *keys, Py_ssize_t n, float *out) {
    for (Py_ssize_t i = 0; i < n; i++) {
        int same = 0;
        for (int step = 1; step <= 2; step++) {
            if (i >= step) same += keys[i] == keys[i - step];
            if (i + step < n) same += keys[i] == keys[i + step];
        }
        out[i * CONTEXT] = (float)same / 4;
    }
}

typedef struct {
    const int64_t *letters, *keys, *sizes;
    const uint8_t *prose, *content;
    const uint32_t *hashes;
    Py_ssize_t n, words;
    const float *near, *log;
} Around;

INLINE const float *near_of(const Around *around, int64_t distance) {
    return around->near + SCALES * (distance < DISTANCES ? distance : DISTANCES - 1);
}

/* Set how many of each line's words stand elsewhere in the document, and in its prose; words are told apart by the highest
   bits of their hash. Return -1 when memory is short. */
static int look_for_repetition(const Around *around, float *out) {
    int bits = 12;
    while (bits < 24 && (int64_t)8 * around->words >> bits) bits++;
    int shift = 32 - bits;
    uint32_t *used = calloc((size_t)2 << bits, sizeof *used);
    if (!used) return -1;
    uint32_t *of_prose = used + ((size_t)1 << bits);
    const uint32_t *hash = around->hashes;
    for (Py_ssize_t i = 0; i < around->n; i++)
        for (int64_t word = 0; word < around->sizes[i]; word++, hash++) {
            used[*hash >> shift]++;
            of_prose[*hash >> shift] += around->prose[i];
        }
    hash = around->hashes;
    for (Py_ssize_t i = 0; i < around->n; i++) {
        int64_t content = 0, again = 0, in_prose = 0;
        for (int64_t word = 0; word < around->sizes[i]; word++, hash++) {
            if (!around->content[hash - around->hashes]) continue;
            content++;
            again += used[*hash >> shift] > 1;
            in_prose += of_prose[*hash >> shift] > around->prose[i];
        }
        out[i * CONTEXT + WORDS_ELSEWHERE] = share(again, content);
        out[i * CONTEXT + WORDS_OF_PROSE] = share(in_prose, content);
        out[i * CONTEXT + PROSE_WEIGHED] = log_of(around->log, in_prose);
    }
    free(used);
    return 0;
}

/* Set where each line stands in the document, and how long both are. */
static void place(const Around *around, float *out) {
    int64_t total = 0, most = 1, before = 0, bits = 0, n = around->n;
    for (int64_t i = 0; i < n; i++) {
        total += around->letters[i];
        if (around->letters[i] > most) most = around->letters[i];
    }
    if (total < 1) total = 1;
    while (total >> bits) bits++;
    for (int64_t i = 0; i < n; i++, out += CONTEXT) {
        int64_t left = n - 1 - i, letters = around->letters[i];
        memcpy(out + FROM_START, near_of(around, i), SCALES * sizeof *out);
        memcpy(out + FROM_END, near_of(around, left), SCALES * sizeof *out);
        out[PLACE_BY_LINES] = share(i, n);
        out[PLACE_BY_LETTERS] = share(before, total);
        out[LINES] = log_of(around->log, n);
        out[LETTERS] = (float)((double)bits / 20.0);
        out[SHARE] = letters * 4 < total ? share(letters * 4, total) : 1.0f;
        out[SHARE_OF_LONGEST] = share(letters, most);
        before += letters;
    }
}

static int look_around(const Around *around, float *out) {
    Py_ssize_t n = around->n;
    size_t cells = 4;
    while (cells < 2 * (size_t)n) cells *= 2;
    Census census = {malloc(cells * sizeof(int64_t)), malloc(cells * sizeof(int32_t)), cells - 1};
    int failed = !census.keys || !census.counts || look_for_repetition(around, out);
    if (!failed) {
        const int64_t *begins = around->keys + BEGINS * n, *ends = around->keys + ENDS * n;
        const int64_t *like = around->keys + LIKE * n, *same = around->keys + SAME * n;
        place(around, out);
        count_others(&census, same, n, n < FEW_LINES ? 16 : 10, around->log, out + REPEATS, out + REPEATED);
        count_others(&census, begins, n, 0, around->log, out + BEGIN_ALIKE, NULL);
        count_others(&census, ends, n, 0, around->log, out + END_ALIKE, NULL);
        look_beside(begins, n, out + BEGIN_LIKE_NEIGHBOURS);
        look_beside(ends, n, out + END_LIKE_NEIGHBOURS);
        look_beside(like, n, out + SHAPED_LIKE_NEIGHBOURS);
    }
    free(census.keys);
    free(census.counts);
    return failed;
}

static PyObject *surveyed(const Around *around) {
    int64_t words = 0;
    for (Py_ssize_t i = 0; i < around->n; i++) {
        if (around->sizes[i] < 0 || around->sizes[i] > around->words - words)
            return PyErr_Format(PyExc_ValueError, "lines of more words than there are");
        words += around->sizes[i];
    }
    PyObject *result = PyByteArray_FromStringAndSize(NULL, around->n * CONTEXT * (Py_ssize_t)sizeof(float));
    if (result && look_around(around, (float *)PyByteArray_AS_STRING(result))) {
        Py_DECREF(result);
        return PyErr_NoMemory();
    }
    return result;
}

PyDoc_STRVAR(context_doc, "context(letters, prose, keys, sizes, hashes, content, nearness, log) -> bytearray\n\n"
                          "See cleantext.judging.features.context_features.");

static PyObject *context(PyObject *module, PyObject *args) {
    (void)module;
    Py_buffer letters, prose, keys, sizes, hashes, content, near, log;
    Py_buffer *all[] = {&letters, &prose, &keys, &sizes, &hashes, &content, &near, &log};
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*y*", &letters, &prose, &keys, &sizes, &hashes, &content, &near, &log)) return NULL;
    PyObject *result = NULL;
    Py_ssize_t n = letters.len / 8, words = hashes.len / 4;
    if (is_table(&prose, n) && is_table(&keys, n * KEYS * 8) && is_table(&sizes, n * 8) && is_table(&content, words)
        && is_table(&near, 4 * NEARNESS) && is_table(&log, 4 * LOGS)) {
        Around around = {.letters = letters.buf, .keys = keys.buf, .sizes = sizes.buf, .prose = prose.buf, .content = content.buf,
                         .hashes = hashes.buf, .n = n, .words = words, .near = near.buf, .log = log.buf};
        result = surveyed(&around);
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) PyBuffer_Release(all[i]);
    return result;
}

static PyMethodDef METHODS[] = {
    {"read", read_lines, METH_VARARGS, read_doc},
    {"context", context, METH_VARARGS, context_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    EVERYWHERE,
    {0, NULL},
};

PyDoc_STRVAR(module_doc, "What the judge sees of lines, in C.");

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "cleantext.native._sight", module_doc, 0, METHODS, module_slots, NULL,
                                        NULL, NULL};

PyMODINIT_FUNC PyInit__sight(void) { return PyModuleDef_Init(&definition); }
