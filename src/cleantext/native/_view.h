/* What _view.c does for _fast.c. */
#ifndef CLEANTEXT_VIEW_H
#define CLEANTEXT_VIEW_H
#include "_text.h"

PyDoc_STRVAR(unread_doc, "unread(text, narrowest, widest, much, little) -> int\n\nSee cleantext.reading.view.unread.");

PyObject *unread(PyObject *module, PyObject *args);

#endif
