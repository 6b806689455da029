/* How text is read for the score: tokens and their features, in C. cleantext.reading.tokens, cleantext.reading.segment
   and cleantext.scoring.grams say the same, to the bit.

   Text is read as CPython holds it, code point by code point: no copy is made, and offsets are those of the input. */
#ifndef CLEANTEXT_READ_H
#define CLEANTEXT_READ_H
#include "_models.h"

enum { UPPER = 8, LOWER = 16, STOP = 32, CLOSING = 64 };
enum { QUOTED = 1, UNSPACED = 2 };
enum { CORNER_BRACKETS = 0x300c, AFTER_CORNERS = 0x3010, HANGUL = 0xac00, AFTER_HANGUL = 0xd7a4 };
enum { PREFIX = 1, SUFFIX, FIRST, LAST, LENGTH, ALONE, CAPITALS, SHAPE, NUMBERS, ENDING, OVER, ACRONYM, STEM };
enum { APOSTROPHE = 0x27, FULL_STOP = 0x2E, LONGEST_NUMBER = 5, LONGEST_DOMAIN = 3, WIDE = 0x3000 };

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

/* The features of a token are its hash, its affixes, and two of it together with the tokens before it. */
enum { MOST_AFFIXES = MOST_AT_ONCE - 3 };

typedef struct {
    Py_ssize_t end;
    int kind, flags, affixes;
    uint32_t hash, affix[MOST_AFFIXES];
} Token;

/* What cleantext.scoring.grams.Reader gathers, and the sum of the sieve's weights so far. */
typedef struct {
    int64_t sum;
    Features *features;
    uint32_t first, last, before;   /* hashes of the first token, the last, and the one before it */
    int kind, flags;
    Py_ssize_t count, capitals, kinds[KIND + 1];
} Reader;

INLINE uint32_t code_at(const Text *text, int width, Py_ssize_t at) { return PyUnicode_READ(width, text->data, at); }

INLINE uint32_t entry_at(const Model *model, const Text *text, int width, Py_ssize_t at) {
    return entry_of(model->alphabet, code_at(text, width, at));
}

INLINE uint32_t mix(uint32_t one, uint32_t other) {
    return (one * 0x9E3779B1u) ^ (other + 0x7F4A7C15u + (one << 6) + (one >> 2));
}

INLINE uint32_t hash_on(uint32_t value, uint32_t code) { return (value ^ code) * PRIME; }

INLINE void add(Reader *reader, const Model *model, uint32_t hash) {
    Features *features = reader->features;
    reader->sum += weight_of(&model->learned.sieve, hash);
    if (features->count < MOST_FEATURES) features->hashes[features->count] = hash;
    features->count++;
}

/* Return where the next features of a piece go; those beyond the most that a prompt can have overwrite one another. */
INLINE uint32_t *room_of(Features *features) {
    return features->hashes + (features->count < MOST_FEATURES ? features->count : MOST_FEATURES);
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
    reader->kind = token->kind;
    reader->kinds[token->kind]++;
    reader->capitals += (token->flags & UPPER) != 0;
    reader->flags |= token->flags;
}

INLINE Py_ssize_t words_of(const Reader *reader) { return reader->kinds[LETTER] + reader->kinds[SIGN]; }

INLINE int is_mark(int kind) { return kind == MARK || kind == BULLET; }

INLINE void read_token(Reader *reader, const Model *model, const Token *token) {
    const Table *sieve = &model->learned.sieve;
    uint32_t *room = room_of(reader->features);
    if (token->kind == BULLET && !reader->count) return;
    if (token->hash == reader->last && reader->count && is_mark(token->kind) && is_mark(reader->kind)) return;
    int size = 1 + token->affixes, sum = weight_of(sieve, token->hash);
    room[0] = token->hash;
    memcpy(room + 1, token->affix, sizeof token->affix);
    for (int i = 0; i < token->affixes; i++) sum += weight_of(sieve, token->affix[i]);
    if (reader->count) {
        uint32_t pair = mix(reader->last, token->hash);
        uint32_t other = reader->count == 1 ? mix(pair, FIRST) : mix(mix(reader->before, token->hash), OVER);
        room[size++] = pair;
        room[size++] = other;
        sum += weight_of(sieve, pair) + weight_of(sieve, other);
    } else {
        reader->first = token->hash;
    }
    reader->features->count += size;
    reader->sum += sum;
    note(reader, token);
}

/* Read a token as part of a sentence and of its line; from the sentence's third token on, it has the same features in both. */
INLINE void read_both(Reader *part, Reader *whole, const Model *model, const Token *token) {
    Py_ssize_t count = part->count, size = part->features->count;
    int64_t sum = part->sum;
    uint32_t *room = room_of(part->features);
    read_token(part, model, token);
    if (part->count == count || (count < 2 && count != whole->count)) {
        read_token(whole, model, token);
        return;
    }
    if (!count) whole->first = token->hash;
    memcpy(room_of(whole->features), room, MOST_AT_ONCE * sizeof *room);
    whole->features->count += part->features->count - size;
    whole->sum += part->sum - sum;
    note(whole, token);
}

static uint32_t least(Py_ssize_t one, Py_ssize_t other) { return (uint32_t)(one < other ? one : other); }

static int32_t bounded(int64_t score) {
    return (int32_t)(score < LOWEST ? LOWEST : score > -LOWEST ? -LOWEST : score);
}

/* Add the features of the piece as a whole: its ends, length and capitals. */
static void finish(Reader *reader, const Model *model, int alone) {
    uint32_t size = 0, capitals = 0, kind = (uint32_t)(reader->kind == BULLET ? MARK : reader->kind);
    Py_ssize_t words = words_of(reader);
    while (size < STEPS && words > LENGTHS[size]) size++;
    if (reader->capitals)
        capitals = words > 1 && !(reader->flags & LOWER) ? 7 : 1 + least(4, 5 * reader->capitals / words);
    add(reader, model, mix(reader->first, FIRST));
    add(reader, model, mix(reader->last, LAST));
    add(reader, model, mix(size, LENGTH));
    add(reader, model, mix(capitals, CAPITALS));
    add(reader, model, mix(mix(capitals, least(size, 6)), SHAPE));
    add(reader, model, mix(least(reader->kinds[DIGIT], 3), NUMBERS));
    add(reader, model, mix(mix(kind, least(size, 6)), ENDING));
    if (alone) add(reader, model, mix(size, ALONE));
}

enum { WAW = 0x648, FEH = 0x641, BEH = 0x628, LAM = 0x644, KAF = 0x643, SEEN = 0x633, ALEF = 0x627 };
enum { STEM_LETTERS = 4, LEAST_STEM = 3 };

/* Return where an Arabic word starts after its particles and its article. */
static Py_ssize_t stem_of(const uint32_t *letters, Py_ssize_t size) {
    uint32_t first = letters[0];
    int particle = first == WAW || first == FEH || first == BEH || first == LAM || first == KAF || first == SEEN;
    Py_ssize_t start = particle && size - 1 >= LEAST_STEM;
    if (size - start - 2 < LEAST_STEM) return start;
    if (letters[start] == ALEF && letters[start + 1] == LAM) return start + 2;
    return start && first == LAM && letters[1] == LAM ? 2 : start;
}

/* Return the hash of letters of a word. */
INLINE uint32_t hash_between(const Model *model, const Text *text, int width, Py_ssize_t from, Py_ssize_t to) {
    uint32_t hash = OFFSET;
    for (; from < to; from++) hash = hash_on(hash, entry_at(model, text, width, from) >> 8);
    return hash;
}

/* Return the hash of an Arabic word's stem. */
INLINE uint32_t stem_at(const Model *model, const Text *text, int width, Py_ssize_t from, Py_ssize_t size) {
    uint32_t letters[STEM_LETTERS] = {0};
    for (Py_ssize_t i = 0; i < STEM_LETTERS && i < size; i++) letters[i] = entry_at(model, text, width, from + i) >> 8;
    Py_ssize_t start = stem_of(letters, size), end = start + STEM_LETTERS;
    return hash_between(model, text, width, from + start, from + (end < size ? end : size));
}

/* Read a word from its first letter on, with the hashes of its beginnings and its ending. */
INLINE void read_word(const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end, uint32_t entry,
                      Token *token) {
    uint32_t first = entry >> 8, hash = hash_on(OFFSET, first), starts[2] = {0, 0}, later = 0, before = entry;
    int hangul = first >= HANGUL && first < AFTER_HANGUL;
    Py_ssize_t from = at, shorter = at + (hangul ? 2 : 4), longer = at + (hangul ? 3 : 6);
    token->flags = entry & (UPPER | LOWER);
    for (at++; at < end; at++) {
        entry = entry_at(model, text, width, at);
        if ((entry & KIND) != LETTER && !(entry >> 8 == APOSTROPHE && at + 1 < end
                                          && (entry_at(model, text, width, at + 1) & KIND) == LETTER)) break;
        if (entry & UPPER && before & LOWER) break;
        before = entry;
        if (at == shorter) starts[0] = hash;
        if (at == longer) starts[1] = hash;
        later |= entry;
        hash = hash_on(hash, entry >> 8);
    }
    token->flags |= later & LOWER;
    if (at > shorter) token->affix[token->affixes++] = mix(starts[0], PREFIX);
    if (at > longer) token->affix[token->affixes++] = mix(starts[1], PREFIX);
    if (first >= 0x621 && first < 0x64B)
        token->affix[token->affixes++] = mix(stem_at(model, text, width, from, at - from), STEM);
    if (at - from >= (hangul ? 3 : 6))
        token->affix[token->affixes++] = mix(hash_between(model, text, width, at - (hangul ? 2 : 3), at), SUFFIX);
    if (at - from > 1 && (token->flags & (UPPER | LOWER)) == UPPER) token->affix[token->affixes++] = mix(hash, ACRONYM);
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

/* Return whether a word of at most three letters starts at `at` and closes a quotation or bracket: the end of a site's name. */
INLINE int ends_name(const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end) {
    Py_ssize_t from = at;
    while (at < end && at - from <= LONGEST_DOMAIN && (entry_at(model, text, width, at) & KIND) == LETTER) at++;
    return at < end && at - from <= LONGEST_DOMAIN && (entry_at(model, text, width, at) & CLOSING) != 0;
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
    if (!opens || ends_name(model, text, width, after, end)) return end;
    return before & LOWER || (before & KIND) == DIGIT ? after : end;
}

/* Return the flags that a token gives its line: there may be speech in it, or its letters say more than those of
   Latin. */
INLINE int flags_of(uint32_t entry, int kind) {
    uint32_t code = entry >> 8;
    if (kind == MARK) return code == '"' || code == '\'' || (code >= CORNER_BRACKETS && code < AFTER_CORNERS) ? QUOTED : 0;
    return kind == SIGN || (kind == LETTER && code >= HANGUL && code < AFTER_HANGUL) ? UNSPACED : 0;
}

INLINE int read_wide(Reader *reader, const Model *model, const Text *text, int width, Py_ssize_t at, Py_ssize_t end) {
    Token token;
    int flags = 0;
    for (; at < end; at = token.end) {
        uint32_t entry = entry_at(model, text, width, at);
        if ((entry & KIND) == BLANK) {
            token.end = at + 1;
            continue;
        }
        read_any(model, text, width, at, end, entry, &token);
        read_token(reader, model, &token);
        flags |= flags_of(entry, token.kind);
    }
    return flags;
}

/* Return the score of a piece that has been read. */
static int32_t scored(const Model *model, Reader *reader, int alone) {
    finish(reader, model, alone);
    return score_of(&model->learned, reader->features, bounded(reader->sum + model->learned.bias));
}

#endif
