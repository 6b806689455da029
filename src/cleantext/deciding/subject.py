"""Whether an article's own prose advises on what prompts are about.

Whoever explains how to end a subscription speaks to the reader as a prompt does. One sentence alone cannot show which
it is. But in such an article many of the other sentences are close to prompts, and in one about the weather hardly any
are.
"""

from __future__ import annotations

import re
from itertools import accumulate

from cleantext.rule import CATEGORIES
from cleantext.scoring.score import scorer
from cleantext.thresholds import AKIN, CERTAIN, NEAR, SHORT, TELLING

#: A shorter line (code points) is no prose, and this much of a text is enough to tell.
SHORTEST, ENOUGH = 60, 8000
#: Some lines, which are scored at a time: the first of them are often enough.
_LINES = re.compile(r".{1,1000}[^\r\n]*", re.DOTALL)
#: What articles advise readers to end, refuse or use.
_ADVISED = frozenset(map(CATEGORIES.index, ("subscription", "paywall", "newsletter", "cookie", "app")))


def is_akin(text: str) -> bool:
    """Return whether much of the prose of *text* is close to prompts: neither surely body nor surely boilerplate.

    >>> near = "Open your account and cancel the subscriptions that you no longer need, and keep each email."
    >>> far = "Rain fell on the hills for nine hours, and by noon the river stood at the door of the mill."
    >>> is_akin("\\n".join([near, far] * 6)), is_akin("\\n".join([far] * 12))
    (True, False)
    """
    text = text[:ENOUGH]
    prose = sum([len(line) for line in text.replace("\r", "\n").split("\n") if len(line) >= SHORTEST])
    return prose >= TELLING and any(near > AKIN * prose for near in accumulate(map(_near, _LINES.findall(text))))


def _near(text: str) -> int:
    """Return how many code points of *text* are in sentences that are close to prompts."""
    near, score = 0, scorer()
    for *_, sentences in score.scan(text, None, NEAR, NEAR, NEAR, 0):
        for start, end, points, _ in sentences:
            if points < CERTAIN and end - start >= SHORT and score.weigh(text, start, end, False).kind in _ADVISED:
                near += end - start
    return near
