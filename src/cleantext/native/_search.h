/* What _search.c does for _fast.c. */
#ifndef CLEANTEXT_SEARCH_H
#define CLEANTEXT_SEARCH_H
#include "_text.h"

typedef struct Search Search;

/* The type of the searches, a new reference; NULL on failure. */
PyObject *search_type(void);

/* Whether a wanted pattern has a literal in a piece of text, or the piece is its label; -1 when memory is short. */
int search_any(const Search *search, int width, const void *text, Py_ssize_t from, Py_ssize_t to);

#endif
