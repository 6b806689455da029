"""What rules there are, and one rule's page: why it is there, what it removes, what it keeps."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable
from difflib import get_close_matches
from pathlib import Path

from cleantext.explaining.reasons import of_removal
from cleantext.result import Result
from cleantext.rule import CATEGORIES, DETECTORS, JUDGE_LINE, LINK_RUN
from cleantext.rules.pack import Pack, Source, read_pack, shipped
from cleantext.thresholds import STRONG


def all_packs(own: Iterable[str]) -> list[Pack]:
    """Return the packs that ship, and those with the paths *own*; raises `PackError` for one that cannot be used."""
    return [*shipped(), *(read_pack(Path(path)) for path in own)]


def listing(
    packs: Iterable[Pack], languages: Container[str] | None = None, categories: Container[str] = CATEGORIES
) -> str:
    """Return one line per rule of these languages and categories: its id, category, what it cuts, its stage.

    Detectors without patterns, ``common`` rules and those of a user's own packs belong to every language.
    """
    packs = list(packs)
    off = {id_ for pack in packs for id_ in pack.off_ids}
    rules = [source.rule for pack in packs for source in pack.sources]
    if languages is not None:
        rules = [rule for rule in rules if rule.language in languages or rule.language in ("common", "user")]
    rules = [rule for rule in (*rules, *DETECTORS.values()) if rule.category in categories]
    width = max((len(rule.id) for rule in rules), default=0)
    return "".join(
        sorted(
            f"{rule.id:{width}}  {rule.category:13}  {rule.cuts:8}  {'off' if rule.id in off else rule.stage}\n"
            for rule in rules
        )
    )


def page(packs: Iterable[Pack], wanted: str) -> str:
    """Return the page of the rule *wanted* (``en/read-more-lead``, or ``read-more-lead`` where that is enough).

    Raises ``LookupError`` with similar ids if no rule has that name, or more than one.
    """
    source = source_of(packs, wanted)
    id_ = source.rule.id
    if id_ not in DETECTORS:
        return _page(source)
    return _titled(id_, _PAGES.get(id_) or _LEARNED.format(source.rule.category, STRONG))


def source_of(packs: Iterable[Pack], wanted: str) -> Source:
    """Return the rule *wanted* with what its file says of it; a learned detector has no file.

    Raises ``LookupError`` as `page` does.
    """
    if wanted in DETECTORS:
        return Source(DETECTORS[wanted], "", "")
    name = wanted.rpartition("/")[2]
    sources = {source.rule.id: source for pack in packs for source in pack.sources}
    matches = [id_ for id_ in sources if wanted in (id_, id_.partition("/")[2])]
    if len(matches) == 1:
        return sources[matches[0]]
    learned = [f"learned/{wanted}"] if wanted in CATEGORIES else []
    near = matches or learned + (
        get_close_matches(wanted, sources, 8) or [id_ for id_ in sources if name and name in id_]
    )
    known = f"did you mean {', '.join(near[:8])}?" if near else "`cleantext rules` lists them"
    raise LookupError(f"there is {'more than one' if matches else 'no'} rule {wanted!r}; {known}")


def _page(source: Source) -> str:
    rule = source.rule
    parts = [
        rule.id,
        "=" * len(rule.id),
        "",
        f"{rule.category}, cuts the {rule.cuts}, {rule.stage}; in {source.file}",
        "",
    ]
    parts += [textwrap.fill(" ".join(source.why.split()), 100), "", "Patterns (over folded text)", ""]
    parts += [f"    {pattern}" for pattern in source.patterns]
    for title, examples in (("Removes", source.remove), ("Keeps", source.keep), ("Misses", source.missed)):
        if examples:
            parts += ["", title, ""]
            parts += [textwrap.indent(example.rstrip("\n"), "    ") + "\n" for example in examples]
    return "\n".join(parts).rstrip() + "\n"


def _titled(id_: str, text: str) -> str:
    return f"{id_}\n{'=' * len(id_)}\n\n{text}"


_LEARNED = """{}, cuts the line or its sentences; weights in data/weights.bin

No single pattern decided. All words of the line, their beginnings and endings, neighbouring words, length, marks and
capitals are weighed together, and they weigh like a prompt of this category. The weights are learned from prompts and
from look-alikes of article text in many languages (training/wordings). A quotation, a title, a subhead and a line
whose sentences weigh like article text are kept. The removal's score says how sure that is: {} is enough beside a
paragraph of prose; between two of them more is needed, between short lines less (docs/score.md).
"""
_PAGES = {
    JUDGE_LINE: """navigation, cuts the line; weights in data/judge.npz; the article profile alone

No pattern decided. A small network gives each line, seen among its neighbours, the probability that it is not part of
the article's body: from its kinds of letters, its length, its words, its place, and the lines around it. The
removal's score is that probability. In a whole page 0.5 is enough, in text that is nearly all article 0.8 is asked,
among 5 to 24 lines always 0.8 (docs/judge.md).
""",
    LINK_RUN: """related, cuts the line

Lines under a heading of related articles that is cut itself: bulleted, or short and without a stop, in one block in
which none reads like prose; or with nothing else after them to the end of the text. By themselves they may be any
headlines.
""",
}


def cuts(result: Result, wanted: str) -> str:
    """Return the removals of the rule *wanted*, a paragraph each: what went, its score, and what weighed most."""
    paragraphs = []
    for removal in result.removed:
        if removal.rule == wanted:
            text = " ".join(result.source[removal.start : removal.end].split())
            weighed = "".join(f"    {weight:+.2f}  {name}\n" for name, weight in of_removal(result, removal))
            paragraphs.append(f"{removal.score:.3f}  {textwrap.shorten(text, 100, placeholder=' …')}\n{weighed}")
    return "\n".join(paragraphs)
