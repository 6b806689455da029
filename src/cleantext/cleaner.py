"""The one path: text → view → findings → cuts → text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from os import PathLike
from typing import Any, NoReturn

from cleantext.cutting.cut import cut
from cleantext.cutting.widen import removals
from cleantext.deciding.decide import chosen
from cleantext.deciding.outside import outside
from cleantext.deciding.verdict import BUDGETS, verdict
from cleantext.finding.find import Finder
from cleantext.finding.memory import Memory
from cleantext.options import Options, Profile, checked, refuse_foreign
from cleantext.reading.moved import together
from cleantext.reading.view import View, view
from cleantext.result import Result
from cleantext.rule import JUDGED, Finding, Removal
from cleantext.rules.index import Index, load

#: Cutting changes which lines are neighbours, so what is left is searched again until nothing more is found. Only text
#: made for the purpose is still changing after this many rounds; it comes back unchanged.
ROUNDS = 12


class Cleaner:
    """Cleans texts with one set of options. Compiles once; can be pickled, and shared between threads.

    ``remove`` adds categories to those of the ``profile``, and what is of a category in ``keep`` stays; ``packs`` are
    paths of your own rule files; ``languages`` limits the shipped packs and the score (all languages are on by default,
    and recognised).

    The judge of the profile ``article`` cuts everything outside the article as ``navigation``, whatever category it
    would otherwise have: a byline goes even if ``keep`` names ``credit``. ``keep=["navigation"]`` switches the judge
    off and leaves rules and score; optional categories are then cut everywhere only if ``remove`` names them.

    Raises ``ValueError`` or ``TypeError`` for a wrong option and `PackError` for a pack that cannot be used.
    """

    def __init__(
        self,
        profile: Profile = "precise",
        remove: Iterable[str] = (),
        keep: Iterable[str] = (),
        packs: Iterable[str | PathLike[str]] = (),
        languages: Iterable[str] | None = None,
    ) -> None:
        self._prepare(checked(profile, remove, keep, packs, languages))

    @classmethod
    def _of(cls, options: Options, index: Index | None = None, memory: type[Memory[Any]] | None = None) -> Cleaner:
        """Return a cleaner for checked options, over *index* if given; with a *memory* of its own, or a shared one."""
        cleaner = cls.__new__(cls)
        cleaner._prepare(options, index, memory)
        return cleaner

    def _prepare(self, options: Options, index: Index | None = None, memory: type[Memory[Any]] | None = None) -> None:
        self._options = options
        self._own_index = index or (_with_packs(options.packs) if options.packs else None)
        self._kept = options.searched - options.categories
        wanted = options.languages, options.searched, options.everywhere
        if self._own_index or memory:
            self._finder = Finder(self._own_index or load(), *wanted, memory or Memory)
        else:
            self._finder = _finder(*wanted)

    def _apart(self, memory: type[Memory[Any]] = Memory) -> Cleaner:
        """Return a cleaner that gives the same answers but shares its *memory* of texts with no other."""
        return self._of(self._options, self._own_index, memory)

    def __reduce__(self) -> tuple[object, tuple[Options, Index | None]]:
        return self._of, (self._options, self._own_index)

    def __repr__(self) -> str:
        said = (f"{k}={v!r}" for k, v in self._options._asdict().items() if v != Options._field_defaults[k])
        return f"Cleaner({', '.join(said)})"

    def clean(self, text: str) -> str:
        """Return *text* with its boilerplate cut out; where nothing is found, the same string."""
        return self.inspect(text).text

    def inspect(self, text: str) -> Result:
        """Return the cleaned text, every removal and the verdict; raises ``TypeError`` for anything but ``str``."""
        if not isinstance(text, str):
            remedy = "; decode it first: data.decode('utf-8')" if isinstance(text, bytes) else ""
            raise TypeError(f"cleantext cleans str, not {type(text).__name__}{remedy}")
        first = seen = view(text)
        removed: Sequence[Removal] = ()
        for _ in range(ROUNDS):
            settled = self._settled(seen.text)
            if not settled:
                break
            left, found = settled
            if found:
                cuts = seen.cuts(found)
                removed = together(len(text), removed, cuts)
                seen = view(cut(seen.source, cuts) if seen.edits else left)
            # In what was left of a view nothing more was found, but the text that is left may be read in another way.
            if seen.text == left:
                return self._bounded(first, seen, removed)
        return Result(text, (), "over_budget", text)

    def _bounded(self, first: View, last: View, removed: Sequence[Removal]) -> Result:
        """Return what becomes of a text of which *first* is the view before all cuts, and *last* the view after."""
        said = verdict(first.text, last.text, first.seen(removed), BUDGETS[self._options.profile])
        if said == "over_budget":
            return Result(first.source, (), said, first.source)
        return Result(last.source, tuple(removed), said, first.source)

    def _settled(self, text: str) -> tuple[str, Sequence[Removal]] | None:
        """Return what is left of a view when nothing more is found, and what was removed; None if more always is."""
        rounds = list(islice(self._rounds(text), ROUNDS))
        if len(rounds) == ROUNDS:
            return None
        removed: Sequence[Removal] = ()
        for _, cuts in rounds:
            removed = together(len(text), removed, cuts)
        return rounds[-1][0] if rounds else text, removed

    def _rounds(self, text: str) -> Iterator[tuple[str, list[Removal]]]:
        """Yield what each round of cuts leaves of *text*, and the cuts, until nothing more is found in what is left.

        The judge goes first, since it tells a page from an article by its menus, and again whenever others have cut.
        """
        finder = self._finder
        judges = self._options.profile == "article" and JUDGED in self._options.categories
        at_rest = not judges
        found: list[Finding] | None = None
        while True:
            if not at_rest:
                going, at_rest = outside(text, self._going_in_line, finder.rules.off)
            else:
                found = finder.find(text) if found is None else found
                going = self._going(text, found)
                if not going:
                    return
                at_rest = not judges
            if going:
                cuts = removals(text, going)
                left = cut(text, cuts)
                found = None if found is None else finder.find_again(text, left, found, cuts)
                text = left
                yield left, cuts

    def _going(self, text: str, found: Sequence[Finding]) -> list[Finding]:
        """Return which findings are cut."""
        rules = self._finder.rules
        return chosen(text, found, self._kept, rules.off, rules.own) if found else []

    def _going_in_line(self, line: str) -> list[Finding]:
        """Return which findings are cut in a line that does not open its text."""
        return self._going(line, self._finder.find_in_line(line))

    def clean_many(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield each of *texts* cleaned, lazily and in order, with the same answers as `clean`.

        Raises ``TypeError`` at once for one text alone, of which it would clean letter by letter.
        """
        if isinstance(texts, (str, bytes)):
            raise TypeError(
                f"clean_many takes a list of texts, not one {type(texts).__name__} alone; use clean for one"
            )
        return map(self.clean, texts)

    def clean_html(self, html: str | bytes, url: str | None = None, *, fast: bool = False) -> Result:
        """Let trafilatura extract the article of a page, and clean its text; title and metadata are on the result.

        If *fast*, extract the text of the whole page instead, which is many times faster
        (``pip install 'cleantext-news[fast]'``); ``profile="article"`` then finds the article in it, and the only
        metadata are the title of the page and *url*. Other profiles cannot, and raise ``ValueError``.
        """
        from cleantext.html import extract  # noqa: PLC0415 - trafilatura takes 0.4 s to import

        if fast and self._options.profile != "article":
            raise ValueError("the fast way gives the text of the whole page, and needs the profile article to clean it")
        page = extract(html, url, fast)
        return self.inspect(page.text)._replace(title=page.title, metadata=page.metadata)


def _with_packs(paths: Sequence[str]) -> Index:
    from pathlib import Path  # noqa: PLC0415 - compiling is only needed for packs that do not ship

    from cleantext.rules.compile import build  # noqa: PLC0415
    from cleantext.rules.pack import read_pack  # noqa: PLC0415

    return build([read_pack(Path(path)) for path in paths], base=load())


@lru_cache(maxsize=16)
def _finder(languages: tuple[str, ...] | None, categories: frozenset[str], everywhere: frozenset[str]) -> Finder:
    return Finder(load(), languages, categories, everywhere)


@lru_cache(maxsize=16)
def _cleaner(options: Options) -> Cleaner:
    return Cleaner._of(options)


def clean(
    text: str,
    profile: Profile = "precise",
    remove: Iterable[str] = (),
    keep: Iterable[str] = (),
    packs: Iterable[str | PathLike[str]] = (),
    languages: Iterable[str] | None = None,
    **foreign: NoReturn,  # any keyword is accepted, to be refused with a reason, but none by type checkers
) -> str:
    """Return *text* with its boilerplate cut out; the options are those of `Cleaner`.

    With *packs*, they are compiled at every call: for more than one text make a `Cleaner`.

    >>> clean("Rain fell on Monday.\\n\\nSign up for our daily newsletter.\\n\\nIt stopped on Tuesday.\\n")
    'Rain fell on Monday.\\n\\nIt stopped on Tuesday.\\n'
    """
    refuse_foreign(foreign)
    options = checked(profile, remove, keep, packs, languages)
    return (Cleaner(*options) if options.packs else _cleaner(options)).clean(text)
