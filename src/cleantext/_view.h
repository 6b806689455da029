/* What _view.c does for _fast.c. */
#ifndef CLEANTEXT_VIEW_H
#define CLEANTEXT_VIEW_H
#include "_text.h"

PyDoc_STRVAR(is_verbatim_doc, "is_verbatim(text, narrowest, widest, much, little) -> bool\n\nSee cleantext.view.is_verbatim.");

PyObject *is_verbatim(PyObject *module, PyObject *args);

#endif
