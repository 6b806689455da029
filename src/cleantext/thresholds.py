"""The thresholds of scores and of the strength of findings, and sizes where a score alone says too little.

Scores are whole numbers, `cleantext.scoring.weights.UNIT` to one unit of log-odds. The strength of a finding is between
0 and 1: `strength` makes scores comparable that were held against different thresholds. Thresholds of scores were
chosen by cross-validation over the sites of scraped pages, the others by reading what they cut and left
(``docs/score.md``).
"""

from __future__ import annotations

from functools import lru_cache

from cleantext.rule import OPTIONAL_CATEGORIES
from cleantext.scoring.weights import LOWEST, PASSES, probability

# Scores

#: From these scores on a line is boilerplate; sentences inside a line; sentences at its beginning or end.
CERTAIN, CERTAIN_PART, CERTAIN_EDGE = 84, 170, 145
#: From this score on a line is boilerplate if its surroundings support it.
LIKELY = 24
#: What scores less is body text, whatever a rule finds in it.
BODY = PASSES
#: A sentence that scores less than `JOINS` does not go along with its neighbours; one that scores `HOPE` may be
#: boilerplate by itself.
JOINS, HOPE = 0, LIKELY - CERTAIN + CERTAIN_EDGE
#: A line of several sentences is boilerplate as a whole when none of them scores less: by its score, or by a rule.
WORST, WORST_RULED = -60, -20
#: What follows a prompt without a stop between them is body text when it scores less than `GLUED`, and the prompt alone
#: `BETTER_ALONE` more than both together.
GLUED, BETTER_ALONE = -35, 80
#: Limits in place of `WORST_RULED`: these notices come with addresses, numbers and names, which read like neither
#: prompt nor prose; the optional categories were learned as body text.
LEAST = {"copyright": BODY, "legal": BODY, **dict.fromkeys(OPTIONAL_CATEGORIES, LOWEST)}
#: A short line beside one that scores less is beside body text, however short that is.
LIKE_BODY = -40
#: With a telephone number in it, a sentence must score so much more than others to be the site's own.
OURS = 100
#: From this score on a lead opens no title: "Read also" does not, "Podcast" may.
NO_TITLE = 200
#: A short label that scores more is no subhead: "Follow us on X" is the site's own, "Log in" may be a step.
OWN_LABEL = 140
#: In an article on what prompts are about, more than the share `AKIN` of the prose scores between `NEAR` and `CERTAIN`.
AKIN, NEAR = 0.15, -60

# Strengths of findings

#: What a rule finds is as strong as `RULE`, and nothing else is stronger than `UNRULED`.
RULE, UNRULED = 1.0, 0.999
#: A finding must be this strong in a part of a line, and in a line beside one paragraph of prose.
STRONG = 0.8
#: The same for a line between two short ones, for one between two paragraphs, and for a paragraph between two. The
#: latter two also hold for a sentence that is cut short, after a stop and at a bare capital.
APART, SURE, BEYOND_DOUBT = 0.74, 0.918, 0.975
#: The same for the last line of a text.
AT_END = 0.54
#: As strong as this no title is.
LIKE_NO_TITLE = 0.996

# Scores of the judge

#: What scores more is outside the article as a whole, whatever a prompt in it leaves: a teaser, a row of a menu.
OUTSIDE = 0.95

# Sizes, in code points

#: A piece longer than `LONG` has more words to add up, and needs `STEEP` more for each hundred code points beyond.
LONG, STEEP = 120, 60
#: A letter of Han, kana or Hangul counts as this many of other scripts.
WORTH = 3
#: A sentence shorter than this says nothing by itself: "Read on." may be anybody's.
SHORT = 15
#: A sentence shorter than this is no label beside others: "Inscrivez-vous !" may be advice.
SHORT_LABEL = 20
#: Less prose than this does not show what an article is about.
TELLING = 400

#: The score of which the probability is `STRONG`, rounded up, so that what is just certain is no less than strong.
_ENOUGH = 34


@lru_cache(maxsize=4096)
def strength(points: int, certain: int) -> float:
    """Return how strong a finding is: what is just *certain* is just `STRONG`, wherever scores are compared.

    >>> strength(CERTAIN, CERTAIN) == strength(CERTAIN_PART, CERTAIN_PART) >= STRONG > strength(CERTAIN - 1, CERTAIN)
    True
    """
    return min(round(probability(points - certain + _ENOUGH), 3), UNRULED)
