"""The one path: text → findings → cuts → text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleantext import index as indexes
from cleantext.cut import cut
from cleantext.decide import removals, settle, verdict
from cleantext.find import Finder
from cleantext.pack import read_pack
from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES, OPTIONAL_CATEGORIES, Removal, Span

PROFILES = {"precise": DEFAULT_CATEGORIES, "article": DEFAULT_CATEGORIES + OPTIONAL_CATEGORIES}
#: Cutting changes what stands next to what, so the rest is read again until nothing more is found.
ROUNDS = 8


@dataclass(frozen=True)
class Result:
    """What was left, what was removed, and what became of the document as a whole."""

    text: str
    removed: tuple[Removal, ...]
    verdict: str
    source: str = ""
    title: str | None = None
    metadata: Any = None

    def rebuild(self) -> str:
        """Return the input, put together again from what was kept and what was removed."""
        pieces, kept_at, at = [], 0, 0
        for removal in self.removed:
            size = removal.start - at
            pieces += (self.text[kept_at : kept_at + size], self.source[removal.start : removal.end])
            kept_at += size
            at = removal.end
        return "".join(pieces) + self.text[kept_at:]


class Cleaner:
    """Cleans texts with one set of options. Compiles once; may be pickled, and shared between threads."""

    def __init__(
        self,
        profile: str = "precise",
        remove: Iterable[str] = (),
        keep: Iterable[str] = (),
        packs: Iterable[str | Path] = (),
        languages: Iterable[str] | None = None,
    ) -> None:
        if profile not in PROFILES:
            raise ValueError(f"unknown profile {profile!r}; use one of {', '.join(PROFILES)}")
        self.profile = profile
        self._options = (profile, tuple(remove), tuple(keep), tuple(map(str, packs)), languages)
        on = set(PROFILES[profile]) | set(remove)
        self.categories = frozenset(on - set(keep))
        self._finder = Finder(indexes.load(), languages)

    def clean(self, text: str) -> str:
        return self.inspect(text).text

    def inspect(self, text: str) -> Result:
        now, kept = text, [Span(0, len(text))]
        removed: list[Removal] = []
        for _ in range(ROUNDS):
            cuts = self._cuts(now)
            if not cuts:
                break
            kept, gone = _carry(kept, cuts)
            removed = sorted(removed + gone)
            now = cut(now, cuts)
        else:
            return Result(text, (), "over_budget", text)
        said = verdict(text, now, removed)
        if said == "over_budget":
            return Result(text, (), said, text)
        return Result(now, tuple(removed), said, text)

    def _cuts(self, text: str) -> list[Removal]:
        found = [f for f in self._finder.find(text) if f.category in self.categories]
        return removals(text, settle(found))

    def clean_many(self, texts: Iterable[str]) -> Iterator[str]:
        for text in texts:
            yield self.clean(text)


def _carry(kept: Sequence[Span], cuts: Sequence[Removal]) -> tuple[list[Span], list[Removal]]:
    """Carry the cuts of a later round back to the input, of which *kept* are the spans that the round saw.

    Returns the spans that are kept now, and the removals in offsets of the input; a cut that reaches over an earlier
    one becomes one removal on each side of it.
    """
    still: list[Span] = []
    gone: list[Removal] = []
    seen = 0
    waiting = iter(cuts)
    removal = next(waiting, None)
    for start, end in kept:
        at = start
        while removal and removal.start < seen + end - start:
            a, b = max(start, start + removal.start - seen), min(end, start + removal.end - seen)
            if a < b:
                if at < a:
                    still.append(Span(at, a))
                gone.append(Removal(a, b, *removal[2:]))
                at = b
            if removal.end > seen + end - start:
                break
            removal = next(waiting, None)
        if at < end:
            still.append(Span(at, end))
        seen += end - start
    return still, gone
