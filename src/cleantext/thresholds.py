"""Which score is enough for what. Sizes and counts stand where they are used.

Scores are whole numbers, `cleantext.score.UNIT` to one of log-odds; a finding's score is between 0 and 1 (`strength`).
Most were chosen by cross-validation over the sites of scraped pages (``docs/score.md``).
"""

from __future__ import annotations

from functools import lru_cache

from cleantext.rule import OPTIONAL_CATEGORIES
from cleantext.weights import LOWEST, probability

#: From these scores on a line is boilerplate; sentences in the middle of a line; sentences at its start or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 84, 150, 130
#: From this score on a line is boilerplate if its surroundings support it.
LIKELY = 24
#: A text longer than `LONG` (code points) has more words to add up, and needs `STEEP` more per hundred code points.
LONG, STEEP = 120, 60
#: How many code points a letter of Han, kana or Hangul counts for.
WORTH = 3

#: Text that scores less is body text, whatever a rule finds in it.
BODY = -28
#: A sentence that scores less than `JOINS` goes along with no other; one that scores `HOPE` may be boilerplate by
#: itself.
JOINS, HOPE = -20, LIKELY - CERTAIN + CERTAIN_EDGE
#: A line of several sentences is boilerplate as a whole, by its score or by a rule, only if none of them scores less.
#: What scores less than `GLUED` is body text glued to a prompt.
WORST, WORST_RULED, GLUED = -70, -20, -45
#: Limits instead of `WORST_RULED`: these notices come with addresses, numbers and names, which read like neither prompt
#: nor prose; for the optional categories no score was learned.
LEAST = {"copyright": BODY, "legal": BODY, **dict.fromkeys(OPTIONAL_CATEGORIES, LOWEST)}
#: A sentence shorter than this (code points) shows nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: A sentence shorter than this is no label among others: "Inscrivez-vous !" may be advice.
SHORT_LABEL = 20

#: The strength of a rule's finding, and the greatest strength of any other.
RULE, UNRULED = 1.0, 0.999
#: How strong a finding must be in a part of a line, or in a line beside one paragraph of prose.
STRONG = 0.8
#: The same for a line between two short ones, for one between two paragraphs, and for a paragraph between two.
APART, SURE, BEYOND_DOUBT = 0.74, 0.918, 0.985
#: From this score on a lead opens no title: "Read also" does not, but "Podcast" may.
NO_TITLE = 48
#: In an article on what prompts are about, a paragraph must be this strong: it may be advice to the reader.
OUTSPOKEN = 0.99
#: Such an article has at least `TELLING` code points of prose, and more than the share `AKIN` of it reads as neither
#: body nor boilerplate.
AKIN, TELLING = 0.1, 400
#: The score of which the probability is `STRONG`.
_ENOUGH = 34


@lru_cache(maxsize=4096)
def strength(points: int, certain: int) -> float:
    """Return a finding's strength for a score of *points*: one that is just *certain* is just `STRONG`.

    >>> strength(CERTAIN, CERTAIN) == strength(CERTAIN_PART, CERTAIN_PART) >= STRONG > strength(CERTAIN - 1, CERTAIN)
    True
    """
    return min(round(probability(points - certain + _ENOUGH), 3), UNRULED)
