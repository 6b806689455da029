/* The models of the score in C: cleantext/weights.py, to the bit. */
#include "_models.h"

/* A bucket is fetched into the cache this many features before it is read. */
#if defined(__GNUC__)
#define FETCH(place) __builtin_prefetch(place)
#else
#define FETCH(place) (void)(place)
#endif
enum { AHEAD = 8 };
enum { MOST_SIZE = 32, MOST_HIDDEN = 64, HIDDEN_BITS = 12, SCORE_BITS = 24 };

int tables_from(Table *tables, int count, const Py_buffer *buffer, int size) {
    Py_ssize_t each = WAYS * (1 + (Py_ssize_t)size), buckets = size > 0 && size <= MOST_SIZE ? buffer->len / each / count : 0;
    for (int i = 0; i < count; i++)
        tables[i] = (Table){(const uint8_t *)buffer->buf + i * buckets * each, (uint32_t)(buckets - 1), size};
    return buckets > 0 && !(buckets & (buckets - 1)) && count * buckets * each == buffer->len;
}

int layers_from(Learned *learned, const Py_buffer *buffer) {
    if (learned->roots < 1 || learned->hidden < 1 || learned->hidden > MOST_HIDDEN) return 0;
    Py_ssize_t numbers = learned->roots + learned->hidden * (1 + (Py_ssize_t)learned->vectors->size) + 1 + learned->hidden;
    for (int i = 0; i < NETWORKS; i++) learned->layers[i] = (const int64_t *)buffer->buf + i * numbers;
    return buffer->len == NETWORKS * numbers * (Py_ssize_t)sizeof **learned->layers;
}

static const uint8_t *bucket_of(const Table *table, uint32_t hash) {
    return table->buckets + (size_t)(hash & table->mask) * WAYS * (1 + table->size);
}

/* Add up the vectors of a piece's features; return how many features have one. */
static int64_t sum_of(const Table *table, const Features *features, int64_t *sums) {
    Py_ssize_t stored = features->count < MOST_FEATURES ? features->count : MOST_FEATURES;
    int32_t totals[MOST_SIZE] = {0};
    int64_t found = 0;
    for (Py_ssize_t at = 0; at < stored; at++) {
        if (at + AHEAD < stored) FETCH(bucket_of(table, features->hashes[at + AHEAD]));
        const uint8_t *bucket = bucket_of(table, features->hashes[at]);
        int way = way_of(bucket, features->hashes[at] >> 24);
        if (way == WAYS) continue;
        const int8_t *vector = (const int8_t *)bucket + WAYS + way * table->size;
        for (int i = 0; i < table->size; i++) totals[i] += vector[i];
        found++;
    }
    for (int i = 0; i < table->size; i++) sums[i] = totals[i];
    return found;
}

/* Return the bias plus the weighted sum of some numbers. */
static int64_t unit_of(int64_t bias, const int64_t *weights, const int64_t *numbers, int size) {
    for (int i = 0; i < size; i++) bias += weights[i] * numbers[i];
    return bias;
}

/* Return what one of the networks says of a piece. */
static int64_t said_of(const Learned *learned, int network, const Features *features) {
    int64_t sums[MOST_SIZE], hidden[MOST_HIDDEN];
    const Table *vectors = learned->vectors + network;
    const int64_t *layers = learned->layers[network], *biases = layers + learned->roots, *weights = biases + learned->hidden;
    int64_t found = sum_of(vectors, features, sums), root = layers[found < learned->roots ? found : learned->roots - 1];
    int size = vectors->size;
    for (int i = 0; i < size; i++) sums[i] *= root;
    for (int i = 0; i < learned->hidden; i++) {
        int64_t unit = unit_of(biases[i], weights + i * size, sums, size);
        hidden[i] = unit > 0 ? unit >> HIDDEN_BITS : 0;
    }
    weights += learned->hidden * size;
    int64_t score = unit_of(weights[0], weights + 1, hidden, learned->hidden);
    return score < 0 ? -(-score >> SCORE_BITS) : score >> SCORE_BITS;
}

int32_t score_of(const Learned *learned, const Features *features, int32_t sieved) {
    if (sieved < learned->passes || features->count > MOST_FEATURES) return sieved;
    int64_t score = 0;
    for (int i = 0; i < NETWORKS; i++) score += said_of(learned, i, features);
    score /= NETWORKS;
    return (int32_t)(score < LOWEST ? LOWEST : score > -LOWEST ? -LOWEST : score);
}

int category_of(const Learned *learned, const Features *features) {
    int64_t sums[MOST_SIZE];
    int best = 0;
    sum_of(&learned->categories, features, sums);
    for (int i = 1; i < learned->categories.size; i++) best = sums[i] > sums[best] ? i : best;
    return best;
}
