/* The scan of a text in C: what cleantext.scoring.score.PlainScorer.scan says, to the bit the same. */
#include "_scan.h"

enum { RULED = 4, LONGEST_LEAD = 48, BYTE_ORDER_MARK = 0xfeff };

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
        if (part->score == NEVER || part->score < scan->floor) {
            joined = 0;
            continue;
        }
        if (part->end - part->start <= scan->longest) {
            int ruled = anyway ? 1 : has_pattern(scan, width, part->start, part->end);
            if (ruled < 0) return -1;
            part->flags = ruled ? RULED : 0;
        }
        if (joined || part->flags || part->score >= scan->hope) hopeful = 1;
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
    if (words_of(part)) {
        score = scored(scan->model, part, 0);
        if (!is_long && (look->worst == NEVER || score < look->worst)) look->worst = score;
    }
    if (is_long && (score == NEVER || score < scan->floor)) {
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
    if (colon + 1 >= to || colon + 1 - from > LONGEST_LEAD || !words_of(read)) return 0;
    if ((entry_at(scan->model, scan->text, width, colon + 1) & KIND) == DIGIT) return 0;
    Py_ssize_t count = read->features->count;
    Reader lead = *read;
    int32_t score = scored(scan->model, &lead, 1);
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
        if (!is_long) look.flags |= flags_of(entry, token.kind);
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
    if (words_of(&whole)) {
        look.whole = scored(model, &whole, 1);
        if (look.whole >= scan->likely) look.kind = category_of(&model->learned, whole.features);
        int anyway = look.whole >= scan->likely, ruled = anyway;
        wanted = look.count > 1 ? is_hopeful(scan, width, &look, anyway) : 0;
        if (!anyway && look.whole >= scan->floor) ruled = has_pattern(scan, width, from, to);
        if (wanted < 0 || ruled < 0) return -1;
        look.flags |= ruled ? RULED : 0;
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

int scan_text(Scan *scan, int width) {
    if (width == PyUnicode_1BYTE_KIND) return scan_wide(scan, PyUnicode_1BYTE_KIND);
    if (width == PyUnicode_2BYTE_KIND) return scan_wide(scan, PyUnicode_2BYTE_KIND);
    return scan_wide(scan, PyUnicode_4BYTE_KIND);
}
