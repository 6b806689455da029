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

/* The slots of a module that may be used in each interpreter of a process, and without a global lock. */
#ifdef Py_mod_gil
#define EVERYWHERE \
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {Py_mod_gil, Py_MOD_GIL_NOT_USED}
#elif defined(Py_mod_multiple_interpreters)
#define EVERYWHERE {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}
#else
#define EVERYWHERE {0, NULL}
#endif

/* An entry of the alphabet (data/alphabet.bin): what a code point is (lowest byte), and what it is folded to (above that). */
enum { BLANK, LETTER, DIGIT, SIGN, MARK, BULLET };
enum { KIND = 7, PLANE = 0x10000, FAR_SIGNS = 0x20000, FAR_MARKS = 0x40000 };

INLINE uint32_t entry_of(const uint32_t *alphabet, uint32_t code) {
    if (code < PLANE) return alphabet[code];
    return code << 8 | (code >= FAR_SIGNS && code < FAR_MARKS ? SIGN : MARK);
}

/* Read the arguments of a method that takes a text, its start, its end and so many others, and set where the piece is within
   the text; 0 if they are wrong. To parse a format would take as long as to read a short piece. */
INLINE int piece_of(PyObject *const *args, Py_ssize_t count, Py_ssize_t expected, Py_ssize_t *from, Py_ssize_t *to) {
    if (count != expected || !PyUnicode_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "expected %zd arguments, a str first", expected);
        return 0;
    }
    *from = PyLong_AsSsize_t(args[1]);
    *to = PyLong_AsSsize_t(args[2]);
    if ((*from == -1 || *to == -1) && PyErr_Occurred()) return 0;
    if (*from < 0) *from = 0;
    if (*to > PyUnicode_GET_LENGTH(args[0])) *to = PyUnicode_GET_LENGTH(args[0]);
    return 1;
}

#endif
