/* The learned score in C: cleantext/grams.py, weights.py, segment.py and score.py, to the bit.

   Text is read as CPython stores it, code point by code point, so no copy is made and every offset is one of the
   input. Tests compare each function with its reference in Python over arbitrary text. */
#include "_models.h"
#include "_search.h"

enum { UPPER = 8, LOWER = 16, STOP = 32, CLOSING = 64 };
enum { QUOTED = 1, UNSPACED = 2, RULED = 4, LONGEST_LEAD = 48, BYTE_ORDER_MARK = 0xfeff };
enum { CORNER_BRACKETS = 0x300c, AFTER_CORNERS = 0x3010, HANGUL = 0xac00, AFTER_HANGUL = 0xd7a4 };
enum { PREFIX = 1, SUFFIX, FIRST, LAST, LENGTH, ALONE, CAPITALS, SHAPE, NUMBERS, ENDING, OVER, ACRONYM, STEM };
enum { APOSTROPHE = 0x27, FULL_STOP = 0x2E, LONGEST_NUMBER = 5, WIDE = 0x3000, NEVER = -(1 << 30), LOWEST = -(1 << 29) };

static const uint32_t PRIME = 16777619u, OFFSET = 2166136261u;
static const int LENGTHS[] = {1, 2, 3, 4, 5, 7, 9, 12, 16, 20, 26, 34, 45, 60};
enum { STEPS = sizeof LENGTHS / sizeof *LENGTHS };

/* The tables, borrowed from the buffers that a Scorer holds. */
typedef struct {
    const uint32_t *alphabet;       /* what a code point is (lowest byte), and what it is folded to (above that) */
    const uint32_t *abbreviations;  /* sorted hashes */
    size_t abbreviated;
    Learned learned;
} Model;

typedef struct {
    const void *data;
    Py_ssize_t size;
} Text;

typedef struct {
    Py_ssize_t end;
    int kind, flags, affixes;
    uint32_t hash, affix[5];
} Token;

/* What grams.Reader gathers, and the sum of the sieve's weights so far. */
typedef struct {
    int64_t sum;
    Features *features;
    uint32_t first, last, before;   /* hashes of the first token, the last, and the one before it */
    int kind, flags;
    Py_ssize_t count, words, capitals, numbers;
} Reader;

INLINE uint32_t code_at(const Text *text, int width, Py_ssize_t at) { return PyUnicode_READ(width, text->data, at); }

INLINE uint32_t entry_at(const Model *model, const Text *text, int width, Py_ssize_t at) {
    return entry_of(model->alphabet, code_at(text, width, at));
}

INLINE uint32_t mix(uint32_t one, uint32_t other) {
    return (one * 0x9E3779B1u) ^ (other + 0x7F4A7C15u + (one << 6) + (one >> 2));
}

INLINE uint32_t hash_on(uint32_t value, uint32_t code) { return (value ^ code) * PRIME; }

INLINE void keep(Reader *reader, uint32_t hash) {
    Features *features = reader->features;
    if (features->count < MOST_FEATURES) features->hashes[features->count] = hash;
    features->count++;
}

INLINE void add(Reader *reader, const Model *model, uint32_t hash) {
    reader->sum += weight_of(&model->learned.sieve, hash);
    keep(reader, hash);
}

/* Start to read a piece; its features overwrite those of the last one. */
static void start(Reader *reader, Features *features) {
    *reader = (Reader){.features = features};
    features->count = 0;
}

/* Take note of a token that has been added. */
INLINE void note(Reader *reader, const Token *token) {
    reader->count++;
    reader->before = reader->last;
    reader->last = token->hash;
    reader->kind = token->kind == BULLET ? MARK : token->kind;
    reader->words += token->kind == LETTER || token->kind == SIGN;
    reader->numbers += token->kind == DIGIT;
    reader->capitals += (token->flags & UPPER) != 0;
    reader->flags |= token->flags;
}

INLINE void read_token(Reader *reader, const Model *model, const Token *token) {
    int kind = token->kind == BULLET ? MARK : token->kind;
    if (token->kind == BULLET && !reader->count) return;
    if (reader->count && kind == MARK && reader->kind == MARK && token->hash == reader->last) return;
    add(reader, model, token->hash);
    for (int i = 0; i < token->affixes; i++) add(reader, model, token->affix[i]);
    if (reader->count) {
        uint32_t pair = mix(reader->last, token->hash);
        add(reader, model, pair);
        add(reader, model, reader->count == 1 ? mix(pair, FIRST) : mix(mix(reader->before, token->hash), OVER));
    } else {
        reader->first = token->hash;
    }
    note(reader, token);
}

/* Read a token as part of a sentence and of its line; from the sentence's third token on, it has the same features in both. */
INLINE void read_both(Reader *part, Reader *whole, const Model *model, const Token *token) {
    Py_ssize_t count = part->count, from = part->features->count;
    int64_t sum = part->sum;
    read_token(part, model, token);
    if (part->count == count || (count < 2 && count != whole->count)) {
        read_token(whole, model, token);
        return;
    }
    if (!count) whole->first = token->hash;
    whole->sum += part->sum - sum;
    for (; from < part->features->count; from++) keep(whole, part->features->hashes[from < MOST_FEATURES ? from : 0]);
    note(whole, token);
}

static uint32_t least(Py_ssize_t one, Py_ssize_t other) { return (uint32_t)(one < other ? one : other); }

static int32_t bounded(int64_t score) {
    return (int32_t)(score < LOWEST ? LOWEST : score > -LOWEST ? -LOWEST : score);
}

/* Add the features of the piece as a whole: its ends, length and capitals. */
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

enum { WAW = 0x648, FEH = 0x641, BEH = 0x628, LAM = 0x644, KAF = 0x643, SEEN = 0x633, ALEF = 0x627 };
enum { STEM_LETTERS = 4, LEAST_STEM = 3, FIRST_LETTERS = 8 };

/* Return where an Arabic word starts after its particles and its article. */
static Py_ssize_t stem_of(const uint32_t *letters, Py_ssize_t size) {
    uint32_t first = letters[0];
    int particle = first == WAW || first == FEH || first == BEH || first == LAM || first == KAF || first == SEEN;
    Py_ssize_t start = particle && size - 1 >= LEAST_STEM;
    if (size - start - 2 < LEAST_STEM) return start;
    if (letters[start] == ALEF && letters[start + 1] == LAM) return start + 2;
    return start && first == LAM && letters[1] == LAM ? 2 : start;
}

/* Read a word from its first letter on, with the hashes of its beginnings and its ending. */
INLINE void read_word(const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end, uint32_t entry,
                      Token *token) {
    uint32_t code = entry >> 8, ring[4] = {code, 0, 0, 0}, letters[FIRST_LETTERS] = {code};
    int hangul = code >= HANGUL && code < AFTER_HANGUL;
    Py_ssize_t shorter = hangul ? 2 : 4, longer = hangul ? 3 : 6, size = 1;
    uint32_t hash = hash_on(OFFSET, code), starts[2] = {0, 0};
    token->flags = entry & (UPPER | LOWER);
    for (at++; at < end; at++) {
        entry = entry_at(model, text, width, at);
        code = entry >> 8;
        if ((entry & KIND) != LETTER && !(code == APOSTROPHE && at + 1 < end
                                          && (entry_at(model, text, width, at + 1) & KIND) == LETTER)) break;
        if (size == shorter) starts[0] = hash;
        if (size == longer) starts[1] = hash;
        token->flags |= entry & LOWER;
        hash = hash_on(hash, code);
        if (size < FIRST_LETTERS) letters[size] = code;
        ring[size++ & 3] = code;
    }
    if (size > shorter) token->affix[token->affixes++] = mix(starts[0], PREFIX);
    if (size > longer) token->affix[token->affixes++] = mix(starts[1], PREFIX);
    if (letters[0] >= 0x621 && letters[0] < 0x64B) {
        uint32_t stem = OFFSET;
        Py_ssize_t from = stem_of(letters, size);
        for (Py_ssize_t i = from; i < from + STEM_LETTERS && i < size; i++) stem = hash_on(stem, letters[i]);
        token->affix[token->affixes++] = mix(stem, STEM);
    }
    if (size >= (hangul ? 3 : 6)) {
        uint32_t ending = OFFSET;
        for (Py_ssize_t i = size - (hangul ? 2 : 3); i < size; i++) ending = hash_on(ending, ring[i & 3]);
        token->affix[token->affixes++] = mix(ending, SUFFIX);
    }
    if (size > 1 && (token->flags & (UPPER | LOWER)) == UPPER) token->affix[token->affixes++] = mix(hash, ACRONYM);
    token->hash = hash;
    token->end = at;
}

/* Read the token that starts with the letter, digit, sign or mark at `at`, whose entry in the alphabet is `entry`. */
INLINE void read_any(const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end, uint32_t entry,
                     Token *token) {
    token->kind = entry & KIND;
    token->affixes = 0;
    if (token->kind == LETTER) {
        read_word(model, text, width, at, end, entry, token);
        return;
    }
    token->flags = entry & STOP;
    token->end = at + 1;
    token->hash = hash_on(OFFSET, entry >> 8);
    if (token->kind != DIGIT) return;
    while (token->end < end && (entry_at(model, text, width, token->end) & KIND) == DIGIT) token->end++;
    token->hash = OFFSET;
    for (Py_ssize_t i = 0; i < LONGEST_NUMBER && i < token->end - at; i++) token->hash = hash_on(token->hash, '0');
}

static int is_abbreviation(const Model *model, const Token *word, Py_ssize_t at) {
    if (word->kind != LETTER || word->end != at) return 0;
    uint32_t wanted = mix(word->hash, (word->flags & UPPER) != 0);
    size_t low = 0, high = model->abbreviated;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (model->abbreviations[middle] < wanted) low = middle + 1;
        else high = middle;
    }
    return low < model->abbreviated && model->abbreviations[low] == wanted;
}

/* Return where the next sentence may start after the run of stops at `at`, or the line's end if no sentence ends here; set
   where the run ends. */
INLINE Py_ssize_t end_of(const Model *model, const Text *text, int width, Py_ssize_t from, Py_ssize_t at, Py_ssize_t end,
                         const Token *word, Py_ssize_t *stops) {
    Py_ssize_t after = at + 1;
    while (after < end && entry_at(model, text, width, after) & (STOP | CLOSING)) after++;
    *stops = after;
    if (after == end || code_at(text, width, at) >= WIDE) return after;
    uint32_t entry = entry_at(model, text, width, after);
    if ((entry & KIND) == BLANK) {
        Py_ssize_t next = after;
        while (next < end && (entry_at(model, text, width, next) & KIND) == BLANK) next++;
        if (next == end || entry_at(model, text, width, next) & LOWER) return end;
        return code_at(text, width, at) == FULL_STOP && is_abbreviation(model, word, at) ? end : after;
    }
    uint32_t before = at > from ? entry_at(model, text, width, at - 1) : BLANK;
    uint32_t following = after + 1 < end ? entry_at(model, text, width, after + 1) : MARK;
    int opens = entry & UPPER && (following & LOWER || (following & KIND) == BLANK);
    return opens && (before & LOWER || (before & KIND) == DIGIT) ? after : end;
}

/* Return the marks that a token gives its line: there may be speech in it, or its letters are worth two of Latin. */
INLINE int marks_of(uint32_t entry, int kind) {
    uint32_t code = entry >> 8;
    if (kind == MARK) return code == '"' || (code >= CORNER_BRACKETS && code < AFTER_CORNERS) ? QUOTED : 0;
    return kind == SIGN || (kind == LETTER && code >= HANGUL && code < AFTER_HANGUL) ? UNSPACED : 0;
}

INLINE int read_wide(Reader *reader, const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end) {
    Token token;
    int marks = 0;
    for (; at < end; at = token.end) {
        uint32_t entry = entry_at(model, text, width, at);
        if ((entry & KIND) == BLANK) {
            token.end = at + 1;
            continue;
        }
        read_any(model, text, width, at, end, entry, &token);
        read_token(reader, model, &token);
        marks |= marks_of(entry, token.kind);
    }
    return marks;
}

/* Return the score of a piece that has been read. */
static int32_t judged(const Model *model, Reader *reader, int alone) {
    finish(reader, model, alone);
    return score_of(&model->learned, reader->features, bounded(reader->sum + model->learned.bias));
}

typedef struct {
    Py_ssize_t start, end;
    int32_t score;
    int marks;
} Part;

/* A line worth a look, or a run of sentences of a long one; its sentences are `count` parts from `first` on. */
typedef struct {
    Py_ssize_t start, end, lead;
    int32_t whole, worst;
    int kind, marks;
    size_t first, count;
} Look;

typedef struct {
    void *items;
    size_t size, room, each;
} Heap;

static int push(Heap *heap, const void *item) {
    if (heap->size == heap->room) {
        size_t room = heap->room ? 2 * heap->room : 32;
        void *items = realloc(heap->items, room * heap->each);
        if (!items) return -1;
        heap->items = items;
        heap->room = room;
    }
    memcpy((char *)heap->items + heap->each * heap->size++, item, heap->each);
    return 0;
}

typedef struct {
    const Model *model;
    const Text *text;
    const Search *search;
    Features *whole, *part;         /* where the features of a line and of its sentences go */
    int32_t floor, joins, likely, hope;
    Py_ssize_t longest;
    Heap looks, parts;
} Scan;

static int has_pattern(const Scan *scan, int width, Py_ssize_t from, Py_ssize_t to) {
    return scan->search ? search_any(scan->search, width, scan->text->data, from, to) : 0;
}

/* Return whether a sentence of a look, or neighbouring ones together, may be boilerplate, -1 when memory is short; mark where
   rules may match. In a line that is looked at anyway, nothing is searched for. */
static int is_hopeful(Scan *scan, int width, const Look *look, int anyway) {
    Part *parts = (Part *)scan->parts.items + look->first;
    int hopeful = 0, joined = 0;
    for (size_t i = 0; i < look->count; i++) {
        Part *part = parts + i;
        if (part->score == NEVER || part->score < scan->joins) {
            joined = 0;
            continue;
        }
        if (part->end - part->start <= scan->longest) {
            int ruled = anyway ? 1 : has_pattern(scan, width, part->start, part->end);
            if (ruled < 0) return -1;
            part->marks = ruled ? RULED : 0;
        }
        if (joined || part->marks || part->score >= scan->hope) hopeful = 1;
        joined = 1;
    }
    return hopeful;
}

/* Keep a run of sentences of a long line, if it is hopeful. */
static int push_run(Scan *scan, int width, const Look *look) {
    int hopeful = look->count ? is_hopeful(scan, width, look, 0) : 0;
    return hopeful > 0 ? push(&scan->looks, look) : hopeful;
}

/* Keep a sentence that has been read to its end; in a long line, only if it scores enough. */
static int settle(Scan *scan, int width, Look *look, Reader *part, Py_ssize_t from, Py_ssize_t to, int is_long) {
    int32_t score = NEVER;
    if (part->words) {
        score = judged(scan->model, part, 0);
        if (!is_long && (look->worst == NEVER || score < look->worst)) look->worst = score;
    }
    if (is_long && (score == NEVER || score < scan->joins)) {
        if (push_run(scan, width, look)) return -1;
        look->first = scan->parts.size;
        look->count = 0;
        return 0;
    }
    look->count++;
    return push(&scan->parts, &(Part){from, to, score, 0});
}

/* Return whether what has been read of a line, up to its first colon, is a lead that scores `likely`. */
INLINE int is_lead(const Scan *scan, int width, const Reader *read, Py_ssize_t from, Py_ssize_t colon, Py_ssize_t to) {
    if (colon + 1 >= to || colon + 1 - from > LONGEST_LEAD || !read->words) return 0;
    if ((entry_at(scan->model, scan->text, width, colon + 1) & KIND) == DIGIT) return 0;
    Py_ssize_t count = read->features->count;
    Reader lead = *read;
    int32_t score = judged(scan->model, &lead, 1);
    read->features->count = count;
    return score >= scan->likely;
}

/* Read a line token by token, as a whole and sentence by sentence. */
INLINE int scan_line(Scan *scan, int width, Py_ssize_t from, Py_ssize_t to) {
    const Model *model = scan->model;
    int is_long = to - from > scan->longest, colons = is_long;
    Reader whole, part;
    Look look = {from, to, -1, NEVER, NEVER, -1, 0, scan->parts.size, 0};
    Py_ssize_t next = to, part_from = -1, part_to = from, stops = -1;
    Token token, word = {0};
    word.end = -1;
    start(&whole, scan->whole);
    start(&part, scan->part);
    for (Py_ssize_t at = from; at < to; at = token.end) {
        uint32_t entry = entry_at(model, scan->text, width, at);
        if ((entry & KIND) == BLANK) {
            token.end = at + 1;
            continue;
        }
        read_any(model, scan->text, width, at, to, entry, &token);
        if (!is_long) look.marks |= marks_of(entry, token.kind);
        if (at >= next) {
            if (settle(scan, width, &look, &part, part_from, part_to, is_long)) return -1;
            start(&part, scan->part);
            part_from = -1;
            next = to;
        }
        if (part_from < 0) part_from = at;
        part_to = token.end;
        if (is_long) read_token(&part, model, &token);
        else read_both(&part, &whole, model, &token);
        if (!colons && token.kind == MARK && entry >> 8 == ':') {
            colons = 1;
            if (is_lead(scan, width, &whole, from, at, to)) look.lead = at + 1;
        }
        if (token.flags & STOP && next == to && at >= stops) next = end_of(model, scan->text, width, from, at, to, &word, &stops);
        if (token.kind == LETTER) word = token;
    }
    /* A sentence that is all of its line is scored as that. */
    int several = is_long || look.count > 0;
    if (several && part_from >= 0 && settle(scan, width, &look, &part, part_from, part_to, is_long)) return -1;
    if (is_long) return push_run(scan, width, &look);
    int wanted = 0;
    if (whole.words) {
        look.whole = judged(model, &whole, 1);
        if (look.whole >= scan->likely) look.kind = category_of(&model->learned, whole.features);
        int anyway = look.whole >= scan->likely, ruled = anyway;
        wanted = look.count > 1 ? is_hopeful(scan, width, &look, anyway) : 0;
        if (!anyway && look.whole >= scan->floor) ruled = has_pattern(scan, width, from, to);
        if (wanted < 0 || ruled < 0) return -1;
        look.marks |= ruled ? RULED : 0;
        wanted = wanted || ruled || look.lead >= 0;
    }
    if (look.count <= 1 || !wanted) {
        scan->parts.size = look.first;
        look.count = 0;
        look.worst = look.whole;
    }
    return wanted ? push(&scan->looks, &look) : 0;
}

INLINE int is_space(const Text *text, int width, Py_ssize_t at) { return Py_UNICODE_ISSPACE(code_at(text, width, at)); }

/* Scan line by line, each without the blanks around it and a byte order mark that opens it. */
INLINE int scan_wide(Scan *scan, int width) {
    Py_ssize_t end;
    for (Py_ssize_t from = 0; from < scan->text->size; from = end + 1) {
        for (end = from; end < scan->text->size; end++) {
            uint32_t code = code_at(scan->text, width, end);
            if (code == '\n' || code == '\r') break;
        }
        Py_ssize_t to = end;
        while (from < to && (is_space(scan->text, width, from) || code_at(scan->text, width, from) == BYTE_ORDER_MARK)) from++;
        while (from < to && is_space(scan->text, width, to - 1)) to--;
        if (from < to && scan_line(scan, width, from, to)) return -1;
    }
    return 0;
}

static int scan_text(Scan *scan, int width) {
    if (width == PyUnicode_1BYTE_KIND) return scan_wide(scan, PyUnicode_1BYTE_KIND);
    if (width == PyUnicode_2BYTE_KIND) return scan_wide(scan, PyUnicode_2BYTE_KIND);
    return scan_wide(scan, PyUnicode_4BYTE_KIND);
}

typedef struct {
    PyObject_HEAD
    Py_buffer alphabet, abbreviations, sieve, vectors, categories, layers;
    Model model;
} Scorer;

static PyObject *new(PyTypeObject *type, PyObject *args, PyObject *Py_UNUSED(names)) {
    Scorer *self = (Scorer *)type->tp_alloc(type, 0);
    int size, categories;
    if (!self) return NULL;
    Learned *learned = &self->model.learned;
    if (!PyArg_ParseTuple(args, "y*y*iy*y*y*y*iiiii", &self->alphabet, &self->abbreviations, &learned->bias, &self->sieve,
                          &self->vectors, &self->categories, &self->layers, &learned->roots, &size, &learned->hidden,
                          &categories, &learned->passes)) {
        Py_DECREF(self);
        return NULL;
    }
    int fits = table_from(&learned->sieve, &self->sieve, 1) && table_from(&learned->vectors, &self->vectors, size);
    fits = fits && table_from(&learned->categories, &self->categories, categories) && layers_from(learned, &self->layers);
    if (!fits || self->alphabet.len != 4 * PLANE) {
        PyErr_SetString(PyExc_ValueError, "tables of a wrong size");
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
    type->tp_free(object);
    Py_DECREF(type);
}

static PyObject *parts_of(const Scan *scan, const Look *look) {
    PyObject *tuple = PyTuple_New((Py_ssize_t)look->count);
    const Part *parts = (const Part *)scan->parts.items + look->first;
    for (size_t i = 0; tuple && i < look->count; i++) {
        PyObject *part = Py_BuildValue("nnii", parts[i].start, parts[i].end, parts[i].score, parts[i].marks);
        if (!part) Py_CLEAR(tuple);
        else PyTuple_SET_ITEM(tuple, (Py_ssize_t)i, part);
    }
    return tuple;
}

static PyObject *looks_of(const Scan *scan) {
    PyObject *list = PyList_New((Py_ssize_t)scan->looks.size);
    const Look *looks = scan->looks.items;
    for (size_t i = 0; list && i < scan->looks.size; i++) {
        const Look *look = looks + i;
        PyObject *parts = parts_of(scan, look);
        PyObject *item = parts ? Py_BuildValue("nniiiinN", look->start, look->end, look->whole, look->worst, look->kind,
                                               look->marks, look->lead, parts) : NULL;
        if (!item) Py_CLEAR(list);
        else PyList_SET_ITEM(list, (Py_ssize_t)i, item);
    }
    return list;
}

PyDoc_STRVAR(scan_doc, "scan(text, search, floor, joins, likely, hope, longest) -> list\n\nSee cleantext.score.Scorer.scan.");

static PyObject *scan(PyObject *object, PyObject *args) {
    const Scorer *self = (const Scorer *)object;
    PyObject *string, *search, *type = *(PyObject **)PyType_GetModuleState(Py_TYPE(object));
    int floor, joins, likely, hope;
    Py_ssize_t longest;
    if (!PyArg_ParseTuple(args, "UOiiiin", &string, &search, &floor, &joins, &likely, &hope, &longest)) return NULL;
    if (search != Py_None && !PyObject_TypeCheck(search, (PyTypeObject *)type))
        return PyErr_Format(PyExc_TypeError, "scan takes a Search or None, not %s", Py_TYPE(search)->tp_name);
    Text text = {PyUnicode_DATA(string), PyUnicode_GET_LENGTH(string)};
    Features whole, part;
    Scan scan = {&self->model, &text, search == Py_None ? NULL : (const Search *)search, &whole, &part, floor, joins, likely,
                 hope, longest, {NULL, 0, 0, sizeof(Look)}, {NULL, 0, 0, sizeof(Part)}};
    int width = PyUnicode_KIND(string), failed;
    Py_BEGIN_ALLOW_THREADS
    failed = scan_text(&scan, width);
    Py_END_ALLOW_THREADS
    PyObject *result = failed ? PyErr_NoMemory() : looks_of(&scan);
    free(scan.looks.items);
    free(scan.parts.items);
    return result;
}

PyDoc_STRVAR(weigh_doc, "weigh(text, start, end, alone) -> (score, kind, marks)\n\nSee cleantext.score.Scorer.weigh.");

INLINE PyObject *weigh_wide(const Scorer *self, const Text *text, int width, Py_ssize_t from, Py_ssize_t to, int alone) {
    Features features;
    Reader reader;
    start(&reader, &features);
    int marks = read_wide(&reader, &self->model, text, width, from, to);
    if (!reader.words) return Py_BuildValue("iii", NEVER, -1, marks);
    int32_t score = judged(&self->model, &reader, alone);
    return Py_BuildValue("iii", score, category_of(&self->model.learned, &features), marks);
}

static PyObject *weigh(PyObject *object, PyObject *args) {
    const Scorer *self = (const Scorer *)object;
    PyObject *string;
    Py_ssize_t from, to;
    int alone;
    if (!PyArg_ParseTuple(args, "Unnp", &string, &from, &to, &alone)) return NULL;
    Text text = {PyUnicode_DATA(string), PyUnicode_GET_LENGTH(string)};
    int width = PyUnicode_KIND(string);
    if (from < 0) from = 0;
    if (to > text.size) to = text.size;
    if (width == PyUnicode_1BYTE_KIND) return weigh_wide(self, &text, PyUnicode_1BYTE_KIND, from, to, alone);
    if (width == PyUnicode_2BYTE_KIND) return weigh_wide(self, &text, PyUnicode_2BYTE_KIND, from, to, alone);
    return weigh_wide(self, &text, PyUnicode_4BYTE_KIND, from, to, alone);
}

PyDoc_STRVAR(fold_doc, "fold(text) -> str\n\nSee cleantext.fold.fold.");

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
    {"weigh", weigh, METH_VARARGS, weigh_doc},
    {"fold", fold, METH_O, fold_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(scorer_doc, "Scorer(alphabet, abbreviations, bias, sieve, vectors, categories, layers, roots, size, hidden, kinds, "
                         "passes)\n\nDoes what cleantext.score.PlainScorer does.");

static PyType_Slot slots[] = {
    {Py_tp_doc, (void *)scorer_doc}, {Py_tp_new, new}, {Py_tp_dealloc, dealloc}, {Py_tp_methods, methods}, {0, NULL},
};

static PyType_Spec spec = {"cleantext._fast.Scorer", sizeof(Scorer), 0, Py_TPFLAGS_DEFAULT, slots};

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
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

PyDoc_STRVAR(module_doc, "The learned score and the search for literals, in C.");

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "cleantext._fast", module_doc, sizeof(PyObject *), NULL,
                                        module_slots, traverse, clear, release};

PyMODINIT_FUNC PyInit__fast(void) { return PyModuleDef_Init(&definition); }
