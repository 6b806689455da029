/* What _view.c does for _fast.c. */
#ifndef CLEANTEXT_VIEW_H
#define CLEANTEXT_VIEW_H
#include "_text.h"

PyDoc_STRVAR(is_plain_doc, "is_plain(text, narrowest, widest) -> bool\n\nSee cleantext.view.is_plain.");

PyObject *is_plain(PyObject *module, PyObject *args);

#endif
