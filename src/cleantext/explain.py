"""What rules there are, and one rule's page: why it is there, what it removes, what it keeps."""

from __future__ import annotations

import textwrap
from collections.abc import Container, Iterable
from difflib import get_close_matches

from cleantext.pack import Pack, Source
from cleantext.rule import CATEGORIES


def listing(
    packs: Iterable[Pack], languages: Container[str] | None = None, categories: Container[str] = CATEGORIES
) -> str:
    """Return one line per rule of these languages and categories: its id, category, what it cuts, its stage.

    Rules that have no language, ``common`` ones and those of a user's own packs, belong to every language.
    """
    rules = [source.rule for pack in packs for source in pack.sources if source.rule.category in categories]
    if languages is not None:
        rules = [rule for rule in rules if rule.language in languages or rule.language in ("common", "user")]
    width = max((len(rule.id) for rule in rules), default=0)
    return "".join(sorted(f"{rule.id:{width}}  {rule.category:13}  {rule.cuts:8}  {rule.stage}\n" for rule in rules))


def page(packs: Iterable[Pack], wanted: str) -> str:
    """Return the page of the rule *wanted* (``en/signup-line``, or ``signup-line`` where that is enough).

    Raises ``LookupError`` with the ids that come near for a rule that does not exist or is not the only one.
    """
    packs = list(packs)
    language, _, name = wanted.rpartition("/")
    if language == "learned" and name in CATEGORIES:
        return _learned(name)
    sources = {source.rule.id: source for pack in packs for source in pack.sources}
    matches = [id_ for id_ in sources if wanted in (id_, id_.partition("/")[2])]
    if len(matches) == 1:
        return _page(sources[matches[0]])
    near = matches or get_close_matches(wanted, sources, 8) or [id_ for id_ in sources if name and name in id_]
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


def _learned(category: str) -> str:
    id_ = f"learned/{category}"
    return (
        f"{id_}\n{'=' * len(id_)}\n\n{category}, cuts the line or its sentences; weights in data/weights.bin\n\n"
        "No single pattern decided. All words of the line, their beginnings and endings, neighbouring words, length, marks\n"
        "and capitals weigh together, and they weigh as a prompt of this category. The weights are learned from prompts and\n"
        "from look-alikes of article text in many languages (training/wordings). A quotation, a title and a line whose\n"
        "sentences weigh as article text are kept. The removal's score is the probability; from 0.8 on it is enough alone,\n"
        "below that something beside the line has to speak for it.\n"
    )
