"""Draw examples from documents: as they are, partly cleaned already, or with the body of another page.

The pages come from some hundred sites, and a site's frame is the same on all its pages. A frame with another page's
body is like a page of a new site; a page with some or all of its frame gone is what the judge sees in its second round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from net import Example

from cleantext.judging.counts import Lines
from cleantext.judging.features import context_features, shape_features, surroundings

Array = npt.NDArray[Any]
Articles = Mapping[str, Sequence["Sample"]]

#: A body with fewer lines is not moved, nor is any body of a language with fewer texts.
FEW_LINES, FEW_TEXTS = 3, 20
#: Lines are taken for boilerplate above this target.
EVEN = 0.5
#: Chance that a whole page gets a readers' thread below its article, and that it stands right below.
COMMENTED, RIGHT_BELOW = 0.25, 0.5
#: Chance that a line begins a new run, when runs of lines are thinned out.
NEW_RUN = 0.15


@dataclass(slots=True)
class Sample:
    """A document counted once, from which examples are drawn."""

    lines: Lines
    shape: Array
    targets: Array
    weights: Array
    gold: bool
    whole: bool
    """Whether this is the text of a whole page."""
    language: str = ""


def sample(lines: Lines, targets: Array, weights: Array, *, gold: bool, whole: bool, language: str = "") -> Sample:
    """Return a sample; what does not change during training is computed once, here."""
    return Sample(lines, shape_features(lines), targets, weights, gold, whole, language)


def example(s: Sample, keep: Array | None = None) -> Example:
    """Return *s* as the network sees it, or only its lines *keep*."""
    lines, shape, targets, weights = s.lines, s.shape, s.targets, s.weights
    if keep is not None and len(keep) < len(lines):
        lines, shape, targets, weights = lines.take(keep), shape[keep], targets[keep], weights[keep]
    plain = np.concatenate((shape, context_features(surroundings(lines))), axis=1)
    return Example(
        plain, lines.rows, lines.pair_rows, lines.offsets, lines.letters().astype(np.float32), targets, weights
    )


def articles_of(samples: Sequence[Sample]) -> Articles:
    """Return, by language, the texts whose bodies may be moved into other pages."""
    found: dict[str, list[Sample]] = {}
    for s in samples:
        if s.language and not s.whole and (s.targets < EVEN).sum() >= FEW_LINES:
            found.setdefault(s.language, []).append(s)
    return {language: texts for language, texts in found.items() if len(texts) >= FEW_TEXTS}


def threads_of(samples: Sequence[Sample]) -> Articles:
    """Return readers' threads by language."""
    found: dict[str, list[Sample]] = {}
    for s in samples:
        found.setdefault(s.language, []).append(s)
    return found


def draw(s: Sample, articles: Articles, threads: Articles, rng: np.random.Generator, swap: float) -> Example:
    """Return an example drawn from *s*; with probability *swap* its body is another text's, and some have a thread."""
    others, known = articles.get(s.language, ()), threads.get(s.language, ())
    own = s.targets <= EVEN
    if others and rng.random() < swap and not own.all() and own.sum() >= FEW_LINES:
        s = transplanted(s, others[int(rng.integers(len(others)))])
    if known and s.whole and rng.random() < COMMENTED:
        s = commented(s, known[int(rng.integers(len(known)))], rng)
    return example(s, thinned(s, rng))


def commented(page: Sample, thread: Sample, rng: np.random.Generator) -> Sample:
    """Return *page* with *thread* somewhere below its body, most often right below."""
    body = np.flatnonzero(page.targets <= EVEN)
    first = int(body[-1]) + 1 if len(body) else 0
    at = first if rng.random() < RIGHT_BELOW else int(rng.integers(first, len(page.targets) + 1))
    places, size = np.arange(len(page.targets)), len(thread.targets)
    order = np.concatenate((places[:at], len(places) + np.arange(size), places[at:]))
    lines = joined(page.lines, thread.lines, order)
    # A thread weighs as much, word for word, as the page around it.
    scale = page.weights.sum() / max(1, page.lines.letters().sum())
    own = (thread.lines.letters() * scale).astype(np.float32)
    targets = np.concatenate((page.targets, thread.targets))[order]
    weights = np.concatenate((page.weights, own))[order]
    return Sample(lines, shape_features(lines), targets, weights, page.gold, page.whole, page.language)


def thinned(s: Sample, rng: np.random.Generator) -> Array | None:
    """Return which lines stay (None for all) when *s* is cleaned at random: runs of boilerplate go, or all of it."""
    way = rng.choice(["whole", "crop", "nearly clean", "thin"], p=[0.5, 0.12, 0.1, 0.28])
    junk = s.targets > EVEN
    if way == "whole" or not junk.any() or junk.all():
        return None
    if way == "crop":
        # A whole page without its head or its tail, as some scrapers leave it.
        first, last = np.flatnonzero(~junk)[[0, -1]]
        return np.arange(rng.integers(0, first + 1), rng.integers(last, len(junk)) + 1)
    if way == "nearly clean":
        # Few lines of boilerplate are left, or none.
        return np.flatnonzero(~junk | (rng.random(len(junk)) < rng.choice([0.0, 0.03, 0.1])))
    edges = np.cumsum(np.concatenate(([0], rng.random(len(junk) - 1) < NEW_RUN)))
    gone = rng.random(edges[-1] + 1)[edges] < rng.random()
    return np.flatnonzero(~junk | ~gone)


def transplanted(frame: Sample, article: Sample) -> Sample:
    """Return the page *frame* with the body of *article* in place of its own."""
    junk, body = np.flatnonzero(frame.targets > EVEN), np.flatnonzero(article.targets < EVEN)
    own = np.flatnonzero(frame.targets <= EVEN)
    inside = (junk > own[0]) & (junk < own[-1])
    # What stood between the paragraphs of its own body is spread between those of the other.
    spread = own[0] + (junk[inside] - own[0]) / (own[-1] - own[0] + 1) * (len(body) + 1)
    keys = np.concatenate((junk.astype(float), own[0] + np.arange(1, len(body) + 1) - 0.5))
    keys[: len(junk)][inside] = np.floor(spread)
    keys[: len(junk)][junk > own[-1]] += len(body) + len(frame.targets)
    order = np.argsort(keys, kind="stable")
    lines = joined(frame.lines.take(junk), article.lines.take(body), order)
    targets = np.concatenate((frame.targets[junk], article.targets[body]))[order]
    weights = np.concatenate((frame.weights[junk], article.weights[body] * (2 if frame.gold else 1)))[order]
    return Sample(lines, shape_features(lines), targets, weights, frame.gold, frame.whole)


def joined(one: Lines, other: Lines, order: Array) -> Lines:
    """Return the lines of *one* and *other* together, in *order*."""
    sizes = np.concatenate((np.diff(one.offsets), np.diff(other.offsets)))
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    offsets = np.concatenate(([0], np.cumsum(sizes[order])))
    words = np.repeat(starts[order] - offsets[:-1], sizes[order]) + np.arange(offsets[-1])
    per_line = {n: np.concatenate((getattr(one, n), getattr(other, n)))[order] for n in ("counts", "first", "last")}
    names = ("hashes", "rows", "pair_rows", "capitals", "functions")
    per_word = {n: np.concatenate((getattr(one, n), getattr(other, n)))[words] for n in names}
    return Lines(**per_line, **per_word, offsets=offsets)
