/* The scan of a text for lines worth a look; see cleantext.scoring.score.PlainScorer.scan. */
#ifndef CLEANTEXT_SCAN_H
#define CLEANTEXT_SCAN_H
#include "_read.h"
#include "_search.h"

typedef struct {
    Py_ssize_t start, end;
    int32_t score;
    int flags;
} Part;

/* A line worth a look, or a run of sentences of a long one; its sentences are `count` parts from `first` on. */
typedef struct {
    Py_ssize_t start, end, lead;
    int32_t whole, worst;
    int kind, flags;
    size_t first, count;
} Look;

typedef struct {
    void *items;
    size_t size, room, each;
} Heap;

typedef struct {
    const Model *model;
    const Text *text;
    const Search *search;
    Features *whole, *part;         /* where the features of a line and of its sentences go */
    int32_t floor, likely, hope;
    Py_ssize_t longest;
    Heap looks, parts;
} Scan;

/* Fill the looks and parts of a scan; -1 when memory is short. */
int scan_text(Scan *scan, int width);

#endif
