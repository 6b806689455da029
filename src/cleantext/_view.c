/* Whether a text is its own view; see cleantext.view. */
#include "_view.h"

static int is_letter(uint32_t code) { return (code | 0x20) >= 'a' && (code | 0x20) <= 'z'; }

/* Return whether a tag or a character reference may begin with these two code points. */
static int is_markup(uint32_t code, uint32_t next) {
    if (code == '<') return next == '/' || is_letter(next);
    return code == '&' && (next == '#' || is_letter(next));
}

/* Return whether a code point belongs to a decomposed letter: of Latin, Greek or Cyrillic, of Arabic, Hangul or kana. */
static int is_decomposed(uint32_t code) {
    if (code < 0x300) return 0;
    if (code < 0x1161) return code < 0x370 || (code >= 0x653 && code < 0x656);
    return code < 0x1176 || code == 0x3099 || code == 0x309a;
}

INLINE int is_plain_wide(const void *text, int width, Py_ssize_t size, Py_ssize_t narrowest, Py_ssize_t widest) {
    Py_ssize_t line = 0, fitting = 0, longer = 0;
    for (Py_ssize_t at = 0; at <= size; at++) {
        uint32_t code = at < size ? PyUnicode_READ(width, text, at) : '\n';
        if (code == '\n') {
            if (at - line > widest) longer += at - line;
            else if (at - line > narrowest) fitting += at - line;
            line = at + 1;
        } else if (is_decomposed(code) || (at + 1 < size && is_markup(code, PyUnicode_READ(width, text, at + 1)))) {
            return 0;
        }
    }
    return 5 * fitting < 2 * size || 4 * longer > size;
}

PyObject *is_plain(PyObject *Py_UNUSED(module), PyObject *args) {
    PyObject *string;
    Py_ssize_t narrowest, widest;
    if (!PyArg_ParseTuple(args, "Unn", &string, &narrowest, &widest)) return NULL;
    const void *text = PyUnicode_DATA(string);
    Py_ssize_t size = PyUnicode_GET_LENGTH(string);
    int width = PyUnicode_KIND(string), plain;
    Py_BEGIN_ALLOW_THREADS
    if (width == PyUnicode_1BYTE_KIND) plain = is_plain_wide(text, PyUnicode_1BYTE_KIND, size, narrowest, widest);
    else if (width == PyUnicode_2BYTE_KIND) plain = is_plain_wide(text, PyUnicode_2BYTE_KIND, size, narrowest, widest);
    else plain = is_plain_wide(text, PyUnicode_4BYTE_KIND, size, narrowest, widest);
    Py_END_ALLOW_THREADS
    return PyBool_FromLong(plain);
}
