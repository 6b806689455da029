/* What may stand between a text and its view; see cleantext.reading.view.unread. */
#include "_view.h"

enum { MARKUP = 1, MARKS = 2, WRAPPED = 4 };

static int is_letter(uint32_t code) { return (code | 0x20) >= 'a' && (code | 0x20) <= 'z'; }

/* Return whether a tag or a character reference may begin with these two code points. */
static int is_markup(uint32_t code, uint32_t next) {
    if (code == '<') return next == '/' || next == '!' || next == '?' || is_letter(next);
    return code == '&' && (next == '#' || is_letter(next));
}

/* Return whether a code point belongs to a decomposed letter: of Latin, Greek or Cyrillic, of Arabic, Hangul or kana. */
static int is_decomposed(uint32_t code) {
    if (code < 0x300) return 0;
    if (code < 0x1161) return code < 0x370 || (code >= 0x653 && code < 0x656);
    return code < 0x1176 || code == 0x3099 || code == 0x309a;
}

/* How wide wrapped lines are, and how much of a text stands in such lines at least, and at most in longer ones (per cent). */
typedef struct {
    Py_ssize_t narrowest, widest, much, little;
} Widths;

INLINE int unread_wide(const void *text, int width, Py_ssize_t size, const Widths *widths) {
    Py_ssize_t line = 0, fitting = 0, longer = 0;
    int kinds = 0;
    for (Py_ssize_t at = 0; at <= size; at++) {
        uint32_t code = at < size ? PyUnicode_READ(width, text, at) : '\n';
        if (code == '\n' || code == '\r') {
            if (at - line > widths->widest) longer += at - line;
            else if (at - line > widths->narrowest) fitting += at - line;
            line = at + 1;
        } else if (is_decomposed(code)) {
            kinds |= MARKS;
        } else if ((code == '<' || code == '&') && at + 1 < size && is_markup(code, PyUnicode_READ(width, text, at + 1))) {
            kinds |= MARKUP;
        }
    }
    int wrapped = fitting > 0 && 100 * fitting >= widths->much * size && 100 * longer <= widths->little * size;
    return kinds | (wrapped ? WRAPPED : 0);
}

PyObject *unread(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *string;
    Widths widths;
    if (!PyArg_ParseTuple(args, "Unnnn", &string, &widths.narrowest, &widths.widest, &widths.much, &widths.little)) return NULL;
    const void *text = PyUnicode_DATA(string);
    Py_ssize_t size = PyUnicode_GET_LENGTH(string);
    int width = PyUnicode_KIND(string), kinds;
    Py_BEGIN_ALLOW_THREADS
    if (width == PyUnicode_1BYTE_KIND) kinds = unread_wide(text, PyUnicode_1BYTE_KIND, size, &widths);
    else if (width == PyUnicode_2BYTE_KIND) kinds = unread_wide(text, PyUnicode_2BYTE_KIND, size, &widths);
    else kinds = unread_wide(text, PyUnicode_4BYTE_KIND, size, &widths);
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(kinds);
}
