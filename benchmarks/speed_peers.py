"""Peers as jobs: other line filters and cleaners, each through its own package, imported inside its own adapter.

An adapter imports its package, sets it up once, and returns the work over one text. A package that is not installed
raises ``ImportError``; the report then names the peer below its table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

from speed_rounds import Job, Texts, seconds
from speed_texts import Supply

Work = Callable[[str], object]


class Peer(NamedTuple):
    """A peer: its name in the report, the distribution that it comes from, its adapter."""

    name: str
    package: str
    load: Callable[[], Work]

    @property
    def release(self) -> str:
        """The installed package and its version."""
        try:
            return f"{self.package} {version(self.package)}"
        except PackageNotFoundError:
            return self.package


def c4_lines(**options: Any) -> Work:  # the filter's own options
    """Datatrove's C4 filter, over one document; by default it counts the sentences of every line that it keeps."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter

    c4 = C4QualityFilter(**options)
    return lambda text: c4.filter(Document(text=text, id=""))


def winnow() -> Work:
    """winnow-md over one page of text; its memory of templates stays empty, as in its own ``clean``."""
    from winnow import clean

    return lambda text: clean(text).markdown


def justext_lines() -> Work:
    """JusText's two classifications, over lines as paragraphs, with English stop words and without parsing HTML."""
    from justext import get_stoplist
    from justext.core import classify_paragraphs, revise_paragraph_classification
    from justext.paragraph import Paragraph

    class Path_:  # noqa: N801 - stands in for the place of a paragraph in the HTML
        dom, xpath = "html.body.p", "/html/body/p"

    stoplist = get_stoplist("English")

    def work(text: str) -> list[Any]:
        paragraphs = []
        for line in text.splitlines():
            paragraph = Paragraph(Path_)
            paragraph.append_text(line)
            paragraphs.append(paragraph)
        classify_paragraphs(paragraphs, stoplist)
        revise_paragraph_classification(paragraphs)
        return [paragraph for paragraph in paragraphs if not paragraph.is_boilerplate]

    return work


def clean_text(folder: Path | None) -> Work:
    """clean-text with its defaults, from a *folder* of its own (``pip install --target FOLDER clean-text``).

    Its package is called ``cleantext`` too, so it is loaded under another name.
    """
    if folder is None:
        raise ImportError("name the folder that it is installed in: --clean-text FOLDER")
    init = folder / "cleantext" / "__init__.py"
    spec = spec_from_file_location("clean_text", init, submodule_search_locations=[str(init.parent)])
    if spec is None or spec.loader is None or not init.exists():
        raise ImportError(f"there is no cleantext/ in {folder.name}")
    module = module_from_spec(spec)
    sys.modules["clean_text"] = module
    sys.path.append(str(folder))  # for its dependencies
    spec.loader.exec_module(module)
    work: Work = module.clean
    return work


def trafilatura_filter() -> Work:
    """Trafilatura's text filter: the regular expression for buttons and credits that it tries on each line."""
    from trafilatura.utils import RE_FILTER

    return lambda text: [line for line in text.splitlines() if not RE_FILTER.match(line)]


def trafilatura_extraction() -> Work:
    """Trafilatura with its defaults, from HTML: for scale, not a peer."""
    from trafilatura import extract

    return lambda html: extract(html)


def peers(clean_text_folder: Path | None) -> list[Peer]:
    """Return all peers that work on text."""
    return [
        Peer("C4 line filter, without its sentence rule", "datatrove", lambda: c4_lines(min_num_sentences=-1)),
        Peer("C4 line filter", "datatrove", c4_lines),
        Peer("winnow-md", "winnow-md", winnow),
        Peer("jusText on lines", "justext", justext_lines),
        Peer("clean-text", "clean-text", lambda: clean_text(clean_text_folder)),
        Peer("trafilatura's text filter", "trafilatura", trafilatura_filter),
    ]


def job(peer: Peer, supply: Supply) -> Job:
    """Return the work of *peer* as a job; its package is imported when the job first runs."""
    loaded: list[Work] = []

    def run(texts: Texts) -> None:
        if not loaded:
            loaded.append(peer.load())
        for text in texts:
            loaded[0](text)

    return Job(f"{peer.name} ({peer.release})", run, supply)


def extraction(html: Sequence[str]) -> tuple[float, float]:
    """Return what trafilatura's extraction takes, for scale: processor seconds per page, and bytes of text per page."""
    work = trafilatura_extraction()
    work(html[0])
    texts: list[str] = []
    taken = seconds(lambda pages: texts.extend(str(work(page) or "") for page in pages), html)
    return taken / len(html), sum(len(text.encode()) for text in texts) / len(html)
