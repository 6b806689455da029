"""What an article is about, as far as it matters here: whether its own prose shares the words of prompts.

Who tells how to end a subscription speaks to the reader as a prompt does. One paragraph alone cannot tell; but the others beside it,
which no one would take for prompts, score far higher in such an article than in one about the weather.
"""

from __future__ import annotations

import re

from cleantext.score import scorer
from cleantext.thresholds import AKIN, CERTAIN, NEAR, TELLING

#: A shorter line (code points) is no prose, and so much prose is enough to tell.
_PROSE, ENOUGH = re.compile(r"[^\r\n]{60,}"), 4000


def is_akin(text: str) -> bool:
    """Return whether a good part of the prose of *text* that reads as body is near to prompts.

    >>> near = "Before you cancel a subscription, read the terms and look for the date on which it renews."
    >>> far = "Rain fell on the hills for nine hours, and by noon the river stood at the door of the mill."
    >>> is_akin("\\n".join([near, far] * 6)), is_akin("\\n".join([far] * 12))
    (True, False)
    """
    near = read = 0
    for line in _PROSE.finditer(text):
        points = scorer().weigh(text, *line.span(), True)[0]
        size = line.end() - line.start() if points < CERTAIN else 0
        read += size
        near += size if points > NEAR else 0
        if read >= ENOUGH:
            break
    return read >= TELLING and near > AKIN * read
