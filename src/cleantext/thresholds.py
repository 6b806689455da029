"""How much a score must be, for what; sizes and counts stand where they are used.

Scores are whole numbers, `cleantext.score.UNIT` to one of log-odds; a finding's score is between 0 and 1 (`strength`).
Most were chosen by cross-validation over the sites of scraped pages (``docs/score.md``).
"""

from __future__ import annotations

from functools import lru_cache

from cleantext.rule import OPTIONAL_CATEGORIES
from cleantext.weights import LOWEST, probability

#: From here on a line is boilerplate, or sentences in the midst of a line, or at its beginning or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 84, 150, 130
#: From here on a line is, where its surroundings speak for it.
LIKELY = 24
#: A longer text (code points) has more words to add up, and needs so much more for each hundred code points.
LONG, STEEP = 120, 60
#: So much of that is a letter of Han, kana or Hangul worth.
WORTH = 3

#: What scores less is body text, whatever a rule finds in it.
BODY = -28
#: A sentence that scores less goes along with no other one, and one that scores more may be boilerplate by itself.
JOINS, HOPE = -20, LIKELY - CERTAIN + CERTAIN_EDGE
#: A line of several sentences is boilerplate as a whole, by its score or by a rule, when none of them scores less.
WORST, WORST_RULED, GLUED = -70, -20, -45
#: Notices of these categories come with addresses, numbers and names, which read like neither prompt nor prose; for the
#: optional ones no score speaks.
LEAST = {"copyright": BODY, "legal": BODY, **dict.fromkeys(OPTIONAL_CATEGORIES, LOWEST)}
#: A sentence shorter than this (code points) tells nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: And one shorter than this is no label beside others: "Inscrivez-vous !" may be advice.
SHORT_LABEL = 20

#: A rule's finding is as strong as 1, and no other is stronger than this.
RULE, UNRULED = 1.0, 0.999
#: So strong must a finding be in a part of a line, or in a line beside one paragraph of prose.
STRONG = 0.8
#: In a line between two short ones, in one between two paragraphs, and in a paragraph between two.
APART, SURE, BEYOND_DOUBT = 0.74, 0.918, 0.985
#: From here on what stands before a colon opens no title: "Read also", but not "Podcast".
NO_TITLE = 48
#: In an article about what prompts are about, a paragraph must be as strong as this: it may be advice to the reader.
OUTSPOKEN = 0.99
#: Such an article has at least `TELLING` code points of prose, and more than the share `AKIN` of it reads as neither
#: body nor boilerplate.
AKIN, TELLING = 0.1, 400
#: The score of which the probability is `STRONG`.
_ENOUGH = 34


@lru_cache(maxsize=4096)
def strength(points: int, certain: int) -> float:
    """Return a finding's score: what is just *certain* is just `STRONG`, wherever scores are compared.

    >>> strength(CERTAIN, CERTAIN) == strength(CERTAIN_PART, CERTAIN_PART) >= STRONG > strength(CERTAIN - 1, CERTAIN)
    True
    """
    return min(round(probability(points - certain + _ENOUGH), 3), UNRULED)
