/* The learned models, for _fast.c: the sieve, the networks behind it, and the categories; see cleantext/weights.py. */
#ifndef CLEANTEXT_MODELS_H
#define CLEANTEXT_MODELS_H
#include "_text.h"

enum { WAYS = 4, MOST_FEATURES = 4096, NETWORKS = 2 };
/* No score is lower than LOWEST; NEVER says that there is no word. */
enum { LOWEST = -(1 << 29), NEVER = -(1 << 30) };

/* Buckets, each of four marks and then the numbers for each mark: a weight, or a vector of some size. */
typedef struct {
    const uint8_t *buckets;
    uint32_t mask;                  /* number of buckets, a power of two, less one */
    int size;
} Table;

typedef struct {
    Table sieve, vectors[NETWORKS], categories;
    int bias, passes, roots, hidden;
    /* of each network: inverse roots, then biases and weights of the hidden units, then of the output */
    const int64_t *layers[NETWORKS];
} Learned;

/* The hashes of a piece's features in order, up to the most that a prompt can have, and how many features there are. */
typedef struct {
    uint32_t hashes[MOST_FEATURES];
    Py_ssize_t count;
} Features;

/* Set tables from a buffer that holds `count` of one size; 0 if the buffer has a wrong size. */
int tables_from(Table *tables, int count, const Py_buffer *buffer, int size);

/* Set the layers of the networks; 0 if they do not fit the tables. */
int layers_from(Learned *learned, const Py_buffer *buffer);

/* The score of a piece whose score from the sieve is `sieved`. */
int32_t score_of(const Learned *learned, const Features *features, int32_t sieved);

/* The number of the likeliest category of a piece. */
int category_of(const Learned *learned, const Features *features);

/* Return which place of a bucket has the wanted mark, or WAYS; without a branch on most machines. */
INLINE int way_of(const uint8_t *bucket, uint32_t mark) {
#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint32_t marks;
    memcpy(&marks, bucket, WAYS);
    marks ^= mark * 0x01010101u;
    marks = (marks - 0x01010101u) & ~marks & 0x80808080u;
    return marks ? __builtin_ctz(marks) >> 3 : WAYS;
#else
    int way = 0;
    while (way < WAYS && bucket[way] != mark) way++;
    return way;
#endif
}

/* Return the weight of a feature, 0 for one that was not learned. */
INLINE int weight_of(const Table *sieve, uint32_t hash) {
    const uint8_t *bucket = sieve->buckets + (size_t)(hash & sieve->mask) * 2 * WAYS;
    int way = way_of(bucket, hash >> 24), weight = (int8_t)bucket[WAYS + (way & (WAYS - 1))];
    return way < WAYS ? weight : 0;
}

#endif
