/* The learned models, for _fast.c: the sieve, the networks behind it, and the categories; see cleantext.scoring.weights. */
#ifndef CLEANTEXT_MODELS_H
#define CLEANTEXT_MODELS_H
#include "_text.h"

/* As in cleantext.scoring.weights; the loops over them are unrolled, since they are constant. */
enum { WAYS = 4, MOST_FEATURES = 4096, NETWORKS = 2, SIZE = 8, HIDDEN = 32, ROOTS = 512, CATEGORIES = 19 };
/* No token has more features. */
enum { MOST_AT_ONCE = 8 };
/* No score is lower than LOWEST; NEVER says that there is no word. */
enum { LOWEST = -(1 << 29), NEVER = -(1 << 30) };

/* Buckets, each of four fingerprints and then the numbers for each: a weight, or a vector of some size. */
typedef struct {
    const uint8_t *buckets;
    uint32_t mask;                  /* number of buckets, a power of two, less one */
} Table;

typedef struct {
    Table sieve, vectors[NETWORKS], categories;
    int bias, passes;
    /* of each network: inverse roots, then biases and weights of the hidden units, then of the output */
    const int64_t *layers[NETWORKS];
} Learned;

/* The hashes of a piece's features in order, up to the most that a prompt can have, and how many features there are. Those of
   a token, which are few, are copied all at once, with what stands behind them. */
typedef struct {
    uint32_t hashes[MOST_FEATURES + MOST_AT_ONCE];
    Py_ssize_t count;
} Features;

/* Set tables from a buffer that holds `count` of one size; 0 if the buffer has a wrong size. */
int tables_from(Table *tables, int count, const Py_buffer *buffer, int size);

/* Set the layers of the networks; 0 if the buffer has a wrong size. */
int layers_from(Learned *learned, const Py_buffer *buffer);

/* The score of a piece whose score from the sieve is `sieved`. */
int32_t score_of(const Learned *learned, const Features *features, int32_t sieved);

/* The number of the likeliest category of a piece. */
int category_of(const Learned *learned, const Features *features);

/* Fingerprints are compared at once and without a branch, which would be mispredicted every other time. */
#if defined(__GNUC__) && defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Return the number of the last bit of the wanted one of four fingerprints: 7, 15, 23, 31; 39 if it is not there. */
INLINE unsigned bit_of(uint32_t prints, uint32_t wanted) {
    prints ^= wanted * 0x01010101u;
    prints = (prints - 0x01010101u) & ~prints & 0x80808080u;
    return (unsigned)__builtin_ctzll(prints | (uint64_t)0x80 << 8 * WAYS);
}

/* Return the place of a fingerprint, or WAYS. */
INLINE unsigned way_of(const uint8_t *bucket, uint32_t wanted) {
    uint32_t prints;
    memcpy(&prints, bucket, WAYS);
    return bit_of(prints, wanted) / 8;
}

/* Eight bytes as a number, the first one lowest. */
INLINE uint64_t eight_at(const uint8_t *bytes) {
    uint64_t eight;
    memcpy(&eight, bytes, sizeof eight);
    return eight;
}

/* Return the weight of a feature, 0 for one that was not learned. */
INLINE int weight_of(const Table *sieve, uint32_t hash) {
    uint64_t bucket = eight_at(sieve->buckets + (size_t)(hash & sieve->mask) * 2 * WAYS);
    /* From 7, 15 … to bits 32, 40 …, where the weights are; from 39 to 64, which leaves 0 (in two steps: C has no 64). */
    return (int8_t)(bucket >> (8 * WAYS - 7) >> bit_of((uint32_t)bucket, hash >> 24));
}
#else
INLINE unsigned way_of(const uint8_t *bucket, uint32_t wanted) {
    unsigned way = 0;
    while (way < WAYS && bucket[way] != wanted) way++;
    return way;
}

INLINE uint64_t eight_at(const uint8_t *bytes) {
    uint64_t eight = 0;
    for (int i = 8; i-- > 0;) eight = eight << 8 | bytes[i];
    return eight;
}

INLINE int weight_of(const Table *sieve, uint32_t hash) {
    const uint8_t *bucket = sieve->buckets + (size_t)(hash & sieve->mask) * 2 * WAYS;
    unsigned way = way_of(bucket, hash >> 24);
    return way < WAYS ? (int8_t)bucket[WAYS + way] : 0;
}
#endif

#endif
