"""What rules there are, and one rule's page: why it is there, what it removes, what it keeps."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from cleantext.pack import Pack, Source
from cleantext.rule import CATEGORIES


def listing(packs: Iterable[Pack]) -> str:
    """Return one line per rule: its id, category, what it cuts, its stage."""
    sources = [source for pack in packs for source in pack.sources]
    width = max((len(source.rule.id) for source in sources), default=0)
    rows = [f"{s.rule.id:{width}}  {s.rule.category:13}  {s.rule.cuts:8}  {s.rule.stage}" for s in sources]
    return "\n".join(sorted(rows)) + "\n"


def page(packs: Iterable[Pack], wanted: str) -> str:
    """Return the page of the rule *wanted* (``en/signup-line``, or ``signup-line`` where that is enough).

    Raises ``LookupError`` with the ids that come near for a rule that does not exist or is not the only one.
    """
    packs = list(packs)
    language, _, rest = wanted.rpartition("/")
    if rest.removeprefix("weighed-") in CATEGORIES and rest.startswith("weighed-"):
        return _weighed(language or "LANG", rest)
    sources = {source.rule.id: source for pack in packs for source in pack.sources}
    matches = [id_ for id_ in sources if wanted in (id_, id_.partition("/")[2])]
    if len(matches) == 1:
        return _page(sources[matches[0]])
    near = matches or sorted(id_ for id_ in sources if any(part in id_ for part in rest.split("-") if len(part) > 3))
    known = f"; did you mean {', '.join(near[:8])}?" if near else "; `cleantext rules` lists them"
    raise LookupError(f"there {'is no' if not matches else 'is more than one'} rule {wanted!r}{known}")


def _page(source: Source) -> str:
    rule = source.rule
    parts = [rule.id, "=" * len(rule.id), "", f"{rule.category}, cuts the {rule.cuts}, {rule.stage}; in {source.file}", ""]
    parts += [textwrap.fill(" ".join(source.why.split()), 100), "", "Patterns (over folded text)", ""]
    parts += [f"    {pattern}" for pattern in rule.patterns]
    for title, examples in (("Removes", source.remove), ("Keeps", source.keep), ("Misses", source.missed)):
        if examples:
            parts += ["", title, ""]
            parts += [textwrap.indent(example.rstrip("\n"), "    ") + "\n" for example in examples]
    return "\n".join(parts).rstrip() + "\n"


def _weighed(language: str, rest: str) -> str:
    id_ = f"{language}/{rest}"
    category = rest.removeprefix("weighed-")
    return (
        f"{id_}\n{'=' * len(id_)}\n\n{category}, cuts the line or the sentence; in {language}/words.toml\n\n"
        f"No single pattern fired. The sentence names what a {category} prompt is about, and several weak signs together\n"
        "weigh as a prompt: an imperative, the second person, an offer, a price, the place; signs of prose (verbs of\n"
        "reporting, third persons, names, quotation marks) weigh against it. The score of the removal is the probability.\n"
    )
