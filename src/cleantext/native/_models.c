/* The models of the score in C: cleantext.scoring.weights, to the bit. */
#include "_models.h"

/* A bucket is fetched into the cache this many features before it is read. */
#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) (void)(place)
#endif
enum { AHEAD = 8 };
/* So many bytes can be added in sixteen bits. */
enum { MOST_ADDED = 256 };
enum { HIDDEN_BITS = 12, SCORE_BITS = 24 };

static const uint64_t SIGNS = 0x8080808080808080u, LANES = 0x00ff00ff00ff00ffu;

/* The sums of the vectors of a piece's features, and how many features have one. */
typedef struct {
    int32_t numbers[SIZE];
    int found;
} Sums;

int tables_from(Table *tables, int count, const Py_buffer *buffer, int size) {
    Py_ssize_t each = WAYS * (1 + (Py_ssize_t)size), buckets = buffer->len / each / count;
    for (int i = 0; i < count; i++)
        tables[i] = (Table){(const uint8_t *)buffer->buf + i * buckets * each, (uint32_t)(buckets - 1)};
    return buckets > 0 && !(buckets & (buckets - 1)) && count * buckets * each == buffer->len;
}

int layers_from(Learned *learned, const Py_buffer *buffer) {
    const Py_ssize_t numbers = ROOTS + HIDDEN * (1 + SIZE) + 1 + HIDDEN;
    for (int i = 0; i < NETWORKS; i++) learned->layers[i] = (const int64_t *)buffer->buf + i * numbers;
    return buffer->len == NETWORKS * numbers * (Py_ssize_t)sizeof **learned->layers;
}

INLINE const uint8_t *bucket_of(const Table *table, uint32_t hash, int size) {
    return table->buckets + (size_t)(hash & table->mask) * (size_t)(WAYS * (1 + size));
}

INLINE void fetch(const uint8_t *bucket, int size) {
    FETCH(bucket);
    FETCH(bucket + WAYS * (1 + size) - 1);
}

static void fetch_vectors(const Table *networks, uint32_t hash) {
    for (int i = 0; i < NETWORKS; i++) fetch(bucket_of(networks + i, hash, SIZE), SIZE);
}

/* Add up the vectors of `count` features, which are part of `whole`. Bytes are added eight at a time: made positive, in two
   words of four lanes. */
static void add_vectors(const Table *networks, const uint32_t *hashes, Py_ssize_t count, Py_ssize_t whole, Sums *sums) {
    uint64_t even[NETWORKS] = {0}, odd[NETWORKS] = {0};
    int found[NETWORKS] = {0};
    for (Py_ssize_t at = 0; at < count; at++) {
        if (at + AHEAD < whole) fetch_vectors(networks, hashes[at + AHEAD]);
        for (int i = 0; i < NETWORKS; i++) {
            const uint8_t *bucket = bucket_of(networks + i, hashes[at], SIZE);
            size_t way = way_of(bucket, hashes[at] >> 24);
            uint64_t known = way < WAYS, vector = (eight_at(bucket + WAYS + way % WAYS * SIZE) ^ SIGNS) & -known;
            even[i] += vector & LANES;
            odd[i] += vector >> 8 & LANES;
            found[i] += (int)known;
        }
    }
    for (int i = 0; i < NETWORKS; i++) {
        for (int k = 0; k < SIZE; k++)
            sums[i].numbers[k] += (int32_t)((k & 1 ? odd[i] : even[i]) >> 8 * (k & 6) & 0xffff) - 128 * found[i];
        sums[i].found += found[i];
    }
}

/* Return the bias plus the weighted sum of some numbers. */
static int64_t unit_of(int64_t bias, const int64_t *weights, const int64_t *numbers, int size) {
    for (int i = 0; i < size; i++) bias += weights[i] * numbers[i];
    return bias;
}

/* Return what one of the networks says of a piece. */
static int64_t said_of(const int64_t *layers, const Sums *summed) {
    const int64_t *biases = layers + ROOTS, *weights = biases + HIDDEN, *last = weights + HIDDEN * SIZE;
    int64_t sums[SIZE], hidden[HIDDEN], root = layers[summed->found < ROOTS ? summed->found : ROOTS - 1];
    for (int i = 0; i < SIZE; i++) sums[i] = root * summed->numbers[i];
    for (int i = 0; i < HIDDEN; i++) {
        int64_t unit = unit_of(biases[i], weights + i * SIZE, sums, SIZE);
        hidden[i] = unit > 0 ? unit >> HIDDEN_BITS : 0;
    }
    int64_t score = unit_of(last[0], last + 1, hidden, HIDDEN);
    return score < 0 ? -(-score >> SCORE_BITS) : score >> SCORE_BITS;
}

int32_t score_of(const Learned *learned, const Features *features, int32_t sieved) {
    if (sieved < learned->passes || features->count > MOST_FEATURES) return sieved;
    Py_ssize_t count = features->count;
    Sums sums[NETWORKS] = {0};
    for (Py_ssize_t at = 0; at < count && at < AHEAD; at++) fetch_vectors(learned->vectors, features->hashes[at]);
    for (Py_ssize_t at = 0; at < count; at += MOST_ADDED)
        add_vectors(learned->vectors, features->hashes + at, count - at < MOST_ADDED ? count - at : MOST_ADDED, count - at, sums);
    int64_t score = 0;
    for (int i = 0; i < NETWORKS; i++) score += said_of(learned->layers[i], sums + i);
    score /= NETWORKS;
    return (int32_t)(score < LOWEST ? LOWEST : score > -LOWEST ? -LOWEST : score);
}

int category_of(const Learned *learned, const Features *features) {
    const Table *table = &learned->categories;
    Py_ssize_t stored = features->count < MOST_FEATURES ? features->count : MOST_FEATURES;
    int32_t sums[CATEGORIES] = {0};
    int best = 0;
    for (Py_ssize_t at = 0; at < stored; at++) {
        if (at + AHEAD < stored) fetch(bucket_of(table, features->hashes[at + AHEAD], CATEGORIES), CATEGORIES);
        const uint8_t *bucket = bucket_of(table, features->hashes[at], CATEGORIES);
        size_t way = way_of(bucket, features->hashes[at] >> 24);
        const int8_t *row = (const int8_t *)bucket + WAYS + way % WAYS * CATEGORIES;
        for (int i = 0; i < CATEGORIES; i++) sums[i] += row[i] & -(way < WAYS);
    }
    for (int i = 1; i < CATEGORIES; i++) best = sums[i] > sums[best] ? i : best;
    return best;
}
