"""Make documents with a target for each line out of a folder of scraped pages.

The known body of a page decides. Where there is none, six extractors vote on each line, and how far each vote is to be
believed is learned from the pages with a known body.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing import Pool
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
import numpy.typing as npt
from gold import BLANK, BODY, OTHER, TITLE, Gold, words_of
from languages import language_of
from pages import WHOLE_PAGE, rows

from cleantext.cutting.cut import cut
from cleantext.marks import unmark

Array = npt.NDArray[Any]

VOTERS = ("trafilatura", "trafilatura_recall", "newspaper4k", "readability", "boilerpy3", "resiliparse")
SPACELESS = ("zh", "yue", "ja")
#: Votes on lines of fewer words are less reliable.
SHORT = 12
#: Lines are taken for boilerplate above this target.
EVEN = 0.5
ARTICLE = "the article alone"
#: The source of what was written for the project.
WRITTEN = "written"
SEPARATOR = "\n=====\n"


@dataclass(slots=True)
class Document:
    """One text of a page: its lines, what each of them is, and the votes on it."""

    page: str
    source: str
    site: str
    language: str
    extractor: str
    lines: list[str]
    names: list[str]
    """`BODY`, `TITLE`, `OTHER` or `BLANK`; on a page without a known body `TITLE`, `BLANK` or an empty string."""
    sizes: Array
    """Words of each line."""
    votes: Array
    """(lines, voters): 1 if the voter kept the line, 0 if it left it out, -1 if it has no text of this page."""
    gold: list[str] = field(default_factory=list)
    targets: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    """Probability that the line is boilerplate."""
    weights: Array = field(default_factory=lambda: np.zeros(0, np.float32))
    """How much each line counts in the loss."""


def documents(folder: Path, processes: int = 2) -> list[Document]:
    """Read all texts in *folder* and label their lines."""
    pages = {
        row["id"]: {"gold": row.get("gold") or [], "title": row.get("title") or ""} for row in rows(folder, "pages")
    }
    texts: dict[str, list[dict[str, Any]]] = {}
    for row in rows(folder, "texts"):
        texts.setdefault(row["id"], []).append(row)
    jobs = [(pages[page], group) for page, group in texts.items()]
    with Pool(processes) as pool:
        return [document for group in pool.imap(_label_page, jobs, 16) for document in group]


def _label_page(job: tuple[Mapping[str, Any], list[dict[str, Any]]]) -> list[Document]:
    page, texts = job
    gold = page["gold"]
    body = Gold(gold, page["title"], openings=True)
    kept = {row["extractor"]: Gold(row["text"].split("\n")) for row in texts}
    language = _language(texts[0]["lang"], (row["text"] for row in texts))
    found = []
    for row in texts:
        lines = [line for line in row["text"].split("\n") if line.strip()]
        words = [words_of(line) for line in lines]
        names = [body.name(line) for line in words]
        if not gold:
            names = ["" if name == OTHER else name for name in names]
        votes = [[kept[v].holds(line) if v in kept else -1 for v in VOTERS] for line in words]
        sizes = np.array([len(line) for line in words])
        ids = (row["id"], row["source"], row["site"], language, row["extractor"])
        found.append(Document(*ids, lines, names, sizes, np.array(votes, np.int8).reshape(-1, len(VOTERS)), gold))
    return found


def bare_articles(known: Iterable[Document]) -> Iterator[Document]:
    """Yield each known body as a document of its own: nothing in it may go."""
    for document in _one_a_page(known):
        yield _article(document, [line for paragraph in document.gold for line in paragraph.splitlines()])


def wrapped_articles(known: Iterable[Document], every: int = 8) -> Iterator[Document]:
    """Yield one known body in *every*, its lines wrapped at 60 to 90 characters, as in mail and old archives."""
    for number, document in enumerate(_one_a_page(known)):
        if number % every == 0:
            width = 60 + number % 31
            yield _article(document, [line for paragraph in document.gold for line in wrap(paragraph, width)])


def written_articles(folder: Path) -> Iterator[Document]:
    """Yield the articles in *folder*: of kinds that few scraped pages are of, in many languages, with prompts marked.

    A file is named after its language. A line is boilerplate if all of it is marked.
    """
    for path, number, marked in _pieces(folder):
        text, spans = unmark(marked)
        body = cut(text, spans).split("\n")
        pairs = [pair for pair in zip(text.split("\n"), body, strict=True) if pair[0].strip()]
        lines = [line for line, _ in pairs]
        names = np.array([BODY if left.strip() else OTHER for _, left in pairs])
        site = f"{WRITTEN}/{path.stem}/{number}"
        yield Document(
            site, WRITTEN, site, _language(path.stem, lines), ARTICLE, lines, names.tolist(),
            sizes=np.array([len(words_of(line)) for line in lines]),
            votes=np.repeat(names[:, None] == BODY, len(VOTERS), axis=1).astype(np.int8),
            gold=[left for _, left in pairs if left.strip()],
        )  # fmt: skip


def threads(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the site, the language and the lines of each readers' thread in *folder*, one file for each language."""
    for path, number, thread in _pieces(folder):
        lines = [line for line in thread.split("\n") if line.strip()]
        yield f"{WRITTEN}/{path.stem}/thread {number}", _language(path.stem, lines), lines


def _pieces(folder: Path) -> Iterator[tuple[Path, int, str]]:
    for path in sorted(folder.glob("*.txt")):
        for number, piece in enumerate(path.read_text("utf-8").rstrip("\n").split(SEPARATOR)):
            yield path, number, piece


def _language(code: str, lines: Iterable[str]) -> str:
    return "zh" if code in SPACELESS else language_of(" ".join(lines))


def _one_a_page(known: Iterable[Document]) -> Iterator[Document]:
    pages = set()
    for document in known:
        if document.gold and document.page not in pages:
            pages.add(document.page)
            yield document


def _article(document: Document, lines: list[str]) -> Document:
    lines = [line for line in lines if line.strip()]
    return replace(
        document,
        extractor=ARTICLE,
        lines=lines,
        names=[BODY] * len(lines),
        sizes=np.array([len(words_of(line)) for line in lines]),
        votes=np.ones((len(lines), len(VOTERS)), np.int8),
    )


class Teacher:
    """Turns the six extractors' votes into a probability: a logistic model fitted where the body is known."""

    def __init__(self, known: Iterable[Document]) -> None:
        """Fit to the lines of *known*, weighted by their words, by Newton's method."""
        chosen = [(d, np.array([name in {BODY, OTHER} for name in d.names])) for d in known]
        x = np.concatenate([self._see(d)[mask] for d, mask in chosen])
        y = np.concatenate([np.array([name == OTHER for name in d.names])[mask] for d, mask in chosen])
        w = np.concatenate([np.minimum(d.sizes[mask], 60) / (20 + d.sizes.sum()) for d, mask in chosen])
        self.weights = np.zeros(x.shape[1])
        for _ in range(12):
            p = 1 / (1 + np.exp(-x @ self.weights))
            slope = x.T @ (w * (p - y)) + 1e-3 * self.weights
            bend = (x * (w * p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(x.shape[1])
            self.weights -= np.linalg.solve(bend, slope)

    def __call__(self, document: Document) -> Array:
        """Return the probability that each line of *document* is boilerplate."""
        out: Array = 1 / (1 + np.exp(-self._see(document) @ self.weights))
        return out

    @staticmethod
    def _see(document: Document) -> Array:
        votes = document.votes
        short = (document.sizes < SHORT)[:, None]
        agree = (votes == 1).sum(1, keepdims=True)
        crowd = np.eye(len(VOTERS) + 1)[agree[:, 0]]
        base = np.concatenate((votes == 1, votes == -1, crowd, (votes[:, :1] == 1) & (votes[:, 2:4] == 1)), axis=1)
        own = np.tile([document.extractor == v for v in (*VOTERS, WHOLE_PAGE)], (len(votes), 1))
        return np.concatenate((base, base * short, own, own * short), axis=1).astype(float)


SOURCE_WEIGHT = {"fundus": 2.0, "daniel": 1.0, "trafilatura": 0.6, WRITTEN: 1.0}
TITLE_WEIGHT = 0.2
WHOLE_PAGE_WEIGHT = 2.0
#: Voters agree most about their own texts, where their votes say least.
VOTED_TEXT_WEIGHT = 0.15
#: Lines of fewer words that the voters keep may be captions, credits or prompts inside the body.
CAPTION, CAPTION_WEIGHT = 20, 0.3
#: The weight of judges fitted to other sites, beside the known body and beside the votes.
TRUST, VOTED_TRUST = 0.2, 0.8
#: The weight of the votes where the body is known: known bodies lack a paragraph now and then.
DOUBT = 0.1


def set_targets(document: Document, teacher: Teacher) -> None:
    """Set each line's target and its weight, which is its words as a share of the page's body."""
    names = np.array(document.names)
    targets = teacher(document)
    body = float((document.sizes * (1 - targets)).sum())
    trust = SOURCE_WEIGHT[document.source]
    if document.extractor == WHOLE_PAGE:
        trust *= WHOLE_PAGE_WEIGHT
    elif not document.gold:
        trust *= VOTED_TEXT_WEIGHT
    if document.gold:
        targets = (1 - DOUBT) * (names == OTHER) + DOUBT * targets
        body = sum(len(words_of(paragraph)) for paragraph in document.gold)
        # The extractor missed the article, or the body is another page's: such a text teaches little.
        found = sum(document.sizes[names == BODY])
        trust *= 1 if found > body / 4 else 0.1
    weights = trust * (2 + np.minimum(document.sizes, 120)) / (120 + body)
    if not document.gold:
        weights[(targets < EVEN) & (document.sizes < CAPTION)] *= CAPTION_WEIGHT
    weights[names == TITLE] *= TITLE_WEIGHT
    targets[names == TITLE] = 0
    blank = names == BLANK
    if blank.any() and not blank.all():
        # A line without words gets the targets of the lines around it.
        places = np.arange(len(names))
        targets[blank] = np.interp(places[blank], places[~blank], targets[~blank])
    weights *= min(1.0, 6 / max(1e-9, float(weights.sum())))
    document.targets, document.weights = targets.astype(np.float32), weights.astype(np.float32)


def learn_from(document: Document, scores: Array) -> None:
    """Move the targets of *document* towards the *scores* of judges that were not fitted to its site."""
    trust = TRUST if document.gold else VOTED_TRUST
    moved = np.array(document.names) != TITLE
    document.targets[moved] += np.float32(trust) * (scores[moved] - document.targets[moved])
