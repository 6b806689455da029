/* What the C modules share: text is read as CPython stores it, code point by code point. */
#ifndef CLEANTEXT_TEXT_H
#define CLEANTEXT_TEXT_H
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Code that reads text is compiled once for each width in which CPython stores code points. */
#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif

/* An entry of the alphabet (data/alphabet.bin): what a code point is (lowest byte), and what it is folded to (above that). */
enum { BLANK, LETTER, DIGIT, SIGN, MARK, BULLET };
enum { KIND = 7, PLANE = 0x10000, FAR_SIGNS = 0x20000, FAR_MARKS = 0x40000 };

INLINE uint32_t entry_of(const uint32_t *alphabet, uint32_t code) {
    if (code < PLANE) return alphabet[code];
    return code << 8 | (code >= FAR_SIGNS && code < FAR_MARKS ? SIGN : MARK);
}

#endif
