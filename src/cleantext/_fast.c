/* The learned score in C: what cleantext/grams.py and cleantext/score.py say, and to the bit the same.

   Text is read as CPython holds it, code point by code point, so no copy is made and every offset is one of the
   input. A test compares each function with its reference in Python over arbitrary text. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>

enum { BLANK, LETTER, DIGIT, SIGN, MARK };
enum { KIND = 7, UPPER = 8, LOWER = 16, STOP = 32, CLOSING = 64, LINE_BREAK = 128 };
enum { PREFIX = 1, SUFFIX, FIRST, LAST, LENGTH, ALONE, CAPITALS, SHAPE, NUMBERS, ENDING, OVER };
enum { PLANE = 0x10000, APOSTROPHE = 0x27, LONGEST_NUMBER = 5, WIDE = 0x3000, NEVER = -(1 << 30) };

static const uint32_t PRIME = 16777619u, OFFSET = 2166136261u;
static const int LENGTHS[] = {1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 26, 34, 45, 60};
enum { STEPS = sizeof LENGTHS / sizeof *LENGTHS, ROW_LIMIT = 64 };

/* The tables, borrowed from bytes objects for the time of a call. */
typedef struct {
    const uint8_t *kinds;
    const uint8_t *folded;
    const int8_t *weights;      /* one a bucket, or ROW of them */
    uint32_t mask;              /* buckets less one, a power of two */
    int row;                    /* weights in a bucket */
} Model;

typedef struct {
    int kind;                   /* PyUnicode_KIND: bytes in a code point */
    const void *data;
    Py_ssize_t size;
} Text;

typedef struct {
    Py_ssize_t end;
    int kind, flags, affixes;
    uint32_t hash, affix[3], folded;
} Token;

/* What grams.Reader gathers; sums has one total for each weight in a bucket. */
typedef struct {
    int32_t sums[ROW_LIMIT];
    uint32_t first, last, before;   /* hashes of the first token, the last, and the one before it */
    int kind, flags;
    Py_ssize_t count, words, capitals, numbers;
} Reader;

static inline uint32_t code_at(const Text *text, Py_ssize_t at) {
    return PyUnicode_READ(text->kind, text->data, at);
}

static inline int entry_of(const Model *model, uint32_t code) {
    if (code < PLANE) return model->kinds[code];
    return code >= 0x20000 && code < 0x40000 ? SIGN : MARK;
}

static inline uint32_t fold(const Model *model, uint32_t code) {
    return code < PLANE ? model->folded[2 * code] | (uint32_t)model->folded[2 * code + 1] << 8 : code;
}

static inline uint32_t mix(uint32_t one, uint32_t other) {
    return (one * 0x9E3779B1u) ^ (other + 0x7F4A7C15u + (one << 6) + (one >> 2));
}

static inline uint32_t hash_on(uint32_t value, uint32_t code) { return (value ^ code) * PRIME; }

static void add(Reader *reader, const Model *model, uint32_t hash) {
    const int8_t *bucket = model->weights + (size_t)(hash & model->mask) * model->row;
    for (int i = 0; i < model->row; i++) reader->sums[i] += bucket[i];
}

static void read_token(Reader *reader, const Model *model, const Token *token) {
    add(reader, model, token->hash);
    for (int i = 0; i < token->affixes; i++) add(reader, model, token->affix[i]);
    if (reader->count) {
        uint32_t pair = mix(reader->last, token->hash);
        add(reader, model, pair);
        if (reader->count == 1) add(reader, model, mix(pair, FIRST));
        else add(reader, model, mix(mix(reader->before, token->hash), OVER));
    } else {
        reader->first = token->hash;
    }
    reader->count++;
    reader->before = reader->last;
    reader->last = token->hash;
    reader->kind = token->kind;
    reader->words += token->kind == LETTER || token->kind == SIGN;
    reader->numbers += token->kind == DIGIT;
    reader->capitals += (token->flags & UPPER) != 0;
    reader->flags |= token->flags;
}

static uint32_t least(Py_ssize_t one, Py_ssize_t other) { return (uint32_t)(one < other ? one : other); }

/* Add what only the whole piece tells: its ends, length and capitals. */
static void finish(Reader *reader, const Model *model, int alone) {
    uint32_t size = 0, capitals = 0;
    while (size < STEPS && reader->words > LENGTHS[size]) size++;
    if (reader->capitals)
        capitals = reader->words > 1 && !(reader->flags & LOWER) ? 7 : 1 + least(4, 5 * reader->capitals / reader->words);
    add(reader, model, mix(reader->first, FIRST));
    add(reader, model, mix(reader->last, LAST));
    add(reader, model, mix(size, LENGTH));
    add(reader, model, mix(capitals, CAPITALS));
    add(reader, model, mix(mix(capitals, least(size, 6)), SHAPE));
    add(reader, model, mix(least(reader->numbers, 3), NUMBERS));
    add(reader, model, mix(mix((uint32_t)reader->kind, least(size, 6)), ENDING));
    if (alone) add(reader, model, mix(size, ALONE));
}

/* Read a word from its first letter on, with the hashes of its beginnings and its ending. */
static void read_word(const Model *model, const Text *text, Py_ssize_t at, Py_ssize_t end, Token *token) {
    uint32_t code = fold(model, code_at(text, at)), ring[3] = {code, 0, 0};
    int hangul = code >= 0xAC00 && code < 0xD7A4;
    Py_ssize_t shorter = hangul ? 2 : 4, longer = hangul ? 3 : 6, size = 1;
    uint32_t hash = hash_on(OFFSET, code), starts[2] = {0, 0};
    token->flags = entry_of(model, code_at(text, at)) & (UPPER | LOWER);
    for (at++; at < end; at++) {
        int entry = entry_of(model, code_at(text, at));
        code = fold(model, code_at(text, at));
        if ((entry & KIND) != LETTER && !(code == APOSTROPHE && at + 1 < end
                                          && (entry_of(model, code_at(text, at + 1)) & KIND) == LETTER)) break;
        if (size == shorter) starts[0] = hash;
        if (size == longer) starts[1] = hash;
        token->flags |= entry & LOWER;
        hash = hash_on(hash, code);
        ring[size++ % 3] = code;
    }
    if (size > shorter) token->affix[token->affixes++] = mix(starts[0], PREFIX);
    if (size > longer) token->affix[token->affixes++] = mix(starts[1], PREFIX);
    if (size >= (hangul ? 3 : 6)) {
        uint32_t ending = OFFSET;
        for (Py_ssize_t i = size - (hangul ? 2 : 3); i < size; i++) ending = hash_on(ending, ring[i % 3]);
        token->affix[token->affixes++] = mix(ending, SUFFIX);
    }
    token->hash = hash;
    token->end = at;
}

/* Read the token that starts at the letter, digit, sign or mark at `at`. */
static void read_any(const Model *model, const Text *text, Py_ssize_t at, Py_ssize_t end, Token *token) {
    uint32_t code = code_at(text, at);
    token->kind = entry_of(model, code) & KIND;
    token->affixes = 0;
    token->flags = entry_of(model, code) & STOP;
    token->folded = fold(model, code);
    if (token->kind == LETTER) {
        read_word(model, text, at, end, token);
        return;
    }
    token->end = at + 1;
    token->hash = hash_on(OFFSET, token->folded);
    if (token->kind != DIGIT) return;
    while (token->end < end && (entry_of(model, code_at(text, token->end)) & KIND) == DIGIT) token->end++;
    token->hash = OFFSET;
    for (Py_ssize_t i = 0; i < LONGEST_NUMBER && i < token->end - at; i++) token->hash = hash_on(token->hash, '0');
}

static void read_piece(Reader *reader, const Model *model, const Text *text, Py_ssize_t at, Py_ssize_t end) {
    Token token;
    int64_t mark = -1;
    while (at < end) {
        if ((entry_of(model, code_at(text, at)) & KIND) == BLANK) {
            at++;
            continue;
        }
        read_any(model, text, at, end, &token);
        at = token.end;
        if (token.kind != MARK || token.folded != mark) read_token(reader, model, &token);
        mark = token.kind == MARK ? (int64_t)token.folded : -1;
    }
}

/* Return where the next sentence may start after the stop at `at`, or the line's end where none ends here. */
static Py_ssize_t end_of(const Model *model, const Text *text, Py_ssize_t start, Py_ssize_t at, Py_ssize_t end) {
    Py_ssize_t after = at + 1;
    while (after < end && entry_of(model, code_at(text, after)) & (STOP | CLOSING)) after++;
    if (after == end) return end;
    int entry = entry_of(model, code_at(text, after));
    if (code_at(text, at) >= WIDE || (entry & KIND) == BLANK) return after;
    int before = at > start ? entry_of(model, code_at(text, at - 1)) : BLANK;
    return entry & UPPER && (before & LOWER || (before & KIND) == DIGIT) ? after : end;
}

/* A line worth a look, or a sentence of a long one; the scores are NEVER where there is nothing to score. */
typedef struct {
    Py_ssize_t line_start, line_end, start, end;
    int32_t whole, best, worst;
} Line;

typedef struct {
    Line *items;
    size_t size, room;
} Lines;

static int append(Lines *lines, Line line) {
    if (lines->size == lines->room) {
        size_t room = lines->room ? 2 * lines->room : 64;
        Line *items = realloc(lines->items, room * sizeof *items);
        if (!items) return -1;
        lines->items = items;
        lines->room = room;
    }
    lines->items[lines->size++] = line;
    return 0;
}

static int32_t score_of(Reader *reader, const Model *model, int32_t bias, int alone) {
    finish(reader, model, alone);
    return reader->sums[0] + bias;
}

typedef struct {
    const Model *model;
    const Text *text;
    int32_t bias, floor;
    Py_ssize_t longest;
    Lines *lines;
} Scan;

/* Take note of a sentence that has been read to its end: in a long line it is told by itself. */
static int settle(const Scan *scan, Line *line, Reader *part, Py_ssize_t start, Py_ssize_t end) {
    if (!part->words) return 0;
    int32_t score = score_of(part, scan->model, scan->bias, 0);
    if (score > line->best) line->best = score;
    if (line->worst == NEVER || score < line->worst) line->worst = score;
    if (line->line_end - line->line_start <= scan->longest || score < scan->floor) return 0;
    return append(scan->lines, (Line){line->line_start, line->line_end, start, end, NEVER, score, score});
}

/* Read a line token by token: as a whole, and sentence by sentence where it has several. */
static int scan_line(const Scan *scan, Py_ssize_t start, Py_ssize_t end) {
    static const Reader fresh;
    const Model *model = scan->model;
    Reader whole = fresh, part = fresh;
    Line line = {start, end, start, end, NEVER, NEVER, NEVER};
    Py_ssize_t next = end, part_start = start, part_end = start;
    int64_t mark = -1;
    int several = end - start > scan->longest;
    Token token;
    for (Py_ssize_t at = start; at < end; at = token.end) {
        if ((entry_of(model, code_at(scan->text, at)) & KIND) == BLANK) {
            token.end = at + 1;
            continue;
        }
        read_any(model, scan->text, at, end, &token);
        int repeated = token.kind == MARK && token.folded == mark;
        mark = token.kind == MARK ? (int64_t)token.folded : -1;
        if (repeated) continue;
        if (at >= next) {
            if (settle(scan, &line, &part, part_start, part_end)) return -1;
            part = fresh;
            next = end;
            several = 1;
        }
        if (!part.count) part_start = at;
        part_end = token.end;
        read_token(&part, model, &token);
        if (end - start <= scan->longest) read_token(&whole, model, &token);
        if (token.flags & STOP && next == end) next = end_of(model, scan->text, start, at, end);
    }
    if (several && settle(scan, &line, &part, part_start, part_end)) return -1;
    if (!whole.words) return 0;
    line.whole = score_of(&whole, model, scan->bias, 1);
    if (line.whole < scan->floor && line.best < scan->floor) return 0;
    return append(scan->lines, line);
}

static int scan_text(const Scan *scan) {
    Py_ssize_t end;
    for (Py_ssize_t start = 0; start < scan->text->size; start = end + 1) {
        for (end = start; end < scan->text->size && !(entry_of(scan->model, code_at(scan->text, end)) & LINE_BREAK); end++) {}
        if (scan_line(scan, start, end)) return -1;
    }
    return 0;
}

static int tables(Model *model, Py_buffer *kinds, Py_buffer *folded, Py_buffer *weights, int row) {
    Py_ssize_t buckets = row > 0 && row <= ROW_LIMIT ? weights->len / row : 0;
    if (kinds->len != PLANE || folded->len != 2 * PLANE || buckets < 1 || buckets * row != weights->len || buckets & (buckets - 1)) {
        PyErr_SetString(PyExc_ValueError, "tables of a wrong size");
        return -1;
    }
    *model = (Model){kinds->buf, folded->buf, weights->buf, (uint32_t)(buckets - 1), row};
    return 0;
}

static Text view(PyObject *object) {
    return (Text){PyUnicode_KIND(object), PyUnicode_DATA(object), PyUnicode_GET_LENGTH(object)};
}

PyDoc_STRVAR(sums_doc, "sums(text, start, end, alone, kinds, folded, weights, row) -> tuple\n\n"
                       "The total of each of the row weights in the buckets of the features of text[start:end].");

static PyObject *sums(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *object, *result = NULL;
    Py_ssize_t start, end;
    int alone, row;
    Py_buffer kinds, folded, weights;
    if (!PyArg_ParseTuple(args, "Unnpy*y*y*i", &object, &start, &end, &alone, &kinds, &folded, &weights, &row)) return NULL;
    Model model;
    static const Reader fresh;
    Reader reader = fresh;
    if (tables(&model, &kinds, &folded, &weights, row) == 0) {
        Text text = view(object);
        if (start < 0) start = 0;
        read_piece(&reader, &model, &text, start, end < text.size ? end : text.size);
        if (reader.words) finish(&reader, &model, alone);
        else reader = fresh;
        result = PyTuple_New(row);
        for (int i = 0; result && i < row; i++) {
            PyObject *total = PyLong_FromLong(reader.sums[i]);
            if (!total) Py_CLEAR(result);
            else PyTuple_SET_ITEM(result, i, total);
        }
    }
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&folded);
    PyBuffer_Release(&weights);
    return result;
}

PyDoc_STRVAR(scan_doc, "scan(text, floor, longest, bias, kinds, folded, weights) -> list\n\n"
                       "(line start, line end, start, end, whole, best, worst) of each line, and each sentence of a line\n"
                       "of more than longest code points, of which the whole or a sentence scores floor or more.");

static PyObject *told(const Lines *lines) {
    PyObject *list = PyList_New((Py_ssize_t)lines->size);
    for (size_t i = 0; list && i < lines->size; i++) {
        const Line *line = lines->items + i;
        PyObject *item = Py_BuildValue("nnnniii", line->line_start, line->line_end, line->start, line->end, line->whole, line->best, line->worst);
        if (!item) Py_CLEAR(list);
        else PyList_SET_ITEM(list, (Py_ssize_t)i, item);
    }
    return list;
}

static PyObject *scan(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *object, *result = NULL;
    int floor, bias;
    Py_ssize_t longest;
    Py_buffer kinds, folded, weights;
    if (!PyArg_ParseTuple(args, "Uiniy*y*y*", &object, &floor, &longest, &bias, &kinds, &folded, &weights)) return NULL;
    Model model;
    if (tables(&model, &kinds, &folded, &weights, 1) == 0) {
        Text text = view(object);
        Lines lines = {NULL, 0, 0};
        Scan scan = {&model, &text, bias, floor, longest, &lines};
        int failed;
        Py_BEGIN_ALLOW_THREADS
        failed = scan_text(&scan);
        Py_END_ALLOW_THREADS
        result = failed ? PyErr_NoMemory() : told(&lines);
        free(lines.items);
    }
    PyBuffer_Release(&kinds);
    PyBuffer_Release(&folded);
    PyBuffer_Release(&weights);
    return result;
}

static PyMethodDef methods[] = {
    {"sums", sums, METH_VARARGS, sums_doc},
    {"scan", scan, METH_VARARGS, scan_doc},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "cleantext._fast", "The learned score, in C.", 0, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__fast(void) { return PyModule_Create(&definition); }
