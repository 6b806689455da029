"""Let a large model label lines for the small ones of the score: ``python training/teacher.py DATA TAUGHT``.

The teacher is multilingual-e5-small (Wang et al., 2024), which has read a hundred languages: fine-tuned to what is in
``examples.py``, it tells boilerplate in words that nobody has labelled. It is far too slow to ship, so it passes on
what it knows (distillation; Hinton et al., 2015): its log-odds of the unlabelled lines of DATA, and of variants of the
labelled ones (``variants.py``), go into the file TAUGHT, from which ``weights.py`` learns. Needs ``transformers`` and
``wordfreq``; takes two hours on two cores.

With ``--echo`` the networks that ship are the teachers: they pass on what they know to those that learn from more
lines, as in born-again networks (Furlanello et al., 2018). It takes ten minutes, and the language model only chooses
the words of the variants.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from examples import BODY, LOOKALIKES, WORDINGS, Example, gathered, spoken
from torch import nn
from torch.nn import functional as F  # noqa: N812
from transformers import AutoModel, AutoTokenizer
from variants import Variants, neighbours
from vectors import DOUBT, SHARPER

from cleantext.rule import CATEGORIES, DEFAULT_CATEGORIES
from cleantext.scoring.score import scorer
from cleantext.scoring.weights import PASSES, UNIT

MODEL = "intfloat/multilingual-e5-small"
#: What stands before a text, as the model was trained: here it says whether the text is a line, or a sentence of one.
PREFIXES = {True: "query: ", False: "passage: "}
#: Tokens that are read of a text.
MOST_TOKENS = 102
#: Texts of a batch, and of how many batches the texts are sorted by length together.
BATCH, SORTED = 96, 40
#: Rates of learning of the model and of its new last layer, steps until they are reached, and the seed.
RATE, HEAD_RATE, WARM, SEED = 6e-5, 1e-3, 100, 0
#: The share of sentences that are all of their line and still learned from once more; the weight of the categories.
SENTENCES, KINDS = 0.25, 0.3
#: No example weighs more.
HEAVIEST = 3.0
#: The share of variants that are labelled as sentences.
PARTS = 0.25
#: No echo is surer (log-odds).
SUREST = 12.0

Piece = tuple[str, bool]


class Teacher(nn.Module):
    """The language model with one more layer: log-odds of the categories and the body, and of boilerplate."""

    def __init__(self, model: str) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(model)
        self.model = AutoModel.from_pretrained(
            model, add_pooling_layer=False, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        # Words that the examples lack keep their place beside those that they have.
        self.model.embeddings.word_embeddings.weight.requires_grad = False
        self.head = nn.Linear(self.model.config.hidden_size, len(CATEGORIES) + 2)

    def vectors(self, texts: Sequence[str]) -> torch.Tensor:
        """Return the mean vector of the tokens of each text."""
        with torch.autocast("cpu", torch.bfloat16):
            tokens = self.tokenizer(
                list(texts), padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt"
            )
            mask = tokens["attention_mask"]
            found = self.model(input_ids=tokens["input_ids"], attention_mask=mask).last_hidden_state
        mask = mask[:, :, None].float()
        return (found.float() * mask).sum(1) / mask.sum(1)

    def forward(self, pieces: Sequence[Piece]) -> torch.Tensor:
        """Return the log-odds of each piece."""
        vectors = self.vectors([PREFIXES[alone] + text for text, alone in pieces])
        out: torch.Tensor = self.head(F.dropout(vectors, 0.1, self.training))
        return out

    @torch.no_grad()
    def odds(self, pieces: Sequence[Piece]) -> list[float]:
        """Return the log-odds of boilerplate for each piece."""
        order = sorted(range(len(pieces)), key=lambda n: len(pieces[n][0]))
        out = np.zeros(len(pieces), np.float32)
        for at in range(0, len(order), BATCH):
            out[order[at : at + BATCH]] = self([pieces[n] for n in order[at : at + BATCH]])[:, -1].numpy()
        return [round(float(value), 2) for value in out]

    @torch.no_grad()
    def words(self, words: Sequence[str]) -> npt.NDArray[Any]:
        """Return a vector of length one for each word."""
        found = [self.vectors([PREFIXES[True] + w for w in words[at : at + 256]]) for at in range(0, len(words), 256)]
        return F.normalize(torch.cat(found), dim=1).numpy()


def lessons(examples: Sequence[Example], chance: Random) -> list[Example]:
    """Return what the teacher learns from: each piece once, as its heaviest example has it, and fewer sentences."""
    best: dict[Piece, Example] = {}
    for example in examples:
        piece = example.text, example.alone
        if piece not in best or example.weight > best[piece].weight:
            best[piece] = example
    alone = {text for text, is_alone in best if is_alone}
    return [e for e in best.values() if e.alone or e.text not in alone or chance.random() < SENTENCES]


def batches(examples: Sequence[Example], chance: Random) -> Iterator[list[Example]]:
    """Yield batches of examples of like length, in random order."""
    order = list(examples)
    chance.shuffle(order)
    for at in range(0, len(order), BATCH * SORTED):
        some = sorted(order[at : at + BATCH * SORTED], key=lambda e: len(e.text))
        rows = [some[first : first + BATCH] for first in range(0, len(some), BATCH)]
        chance.shuffle(rows)
        yield from rows


def loss_of(teacher: Teacher, some: Sequence[Example]) -> torch.Tensor:
    """Return how far the teacher is from the labels of a batch."""
    out = teacher([(e.text, e.alone) for e in some])
    weight = torch.tensor([min(e.weight, HEAVIEST) ** 0.5 for e in some])
    prompt = torch.tensor([float(e.label in DEFAULT_CATEGORIES) for e in some])
    kind = torch.tensor([CATEGORIES.index(e.label) if e.label != BODY else len(CATEGORIES) for e in some])
    told = F.binary_cross_entropy_with_logits(out[:, -1], prompt, reduction="none")
    return ((told + KINDS * F.cross_entropy(out[:, :-1], kind, reduction="none")) * weight).mean()


def fit(teacher: Teacher, examples: Sequence[Example]) -> None:
    """Fine-tune the teacher in one pass over *examples*."""
    rows = list(batches(examples, Random(SEED)))
    body = [p for name, p in teacher.model.named_parameters() if p.requires_grad]
    rates = RATE, HEAD_RATE
    optimiser = torch.optim.AdamW([{"params": body}, {"params": list(teacher.head.parameters())}], weight_decay=0.01)
    teacher.train()
    for step, some in enumerate(rows):
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * min(1, step / WARM) * (1 - step / len(rows))
        loss = loss_of(teacher, some)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        if step % 50 == 0:
            print(f"  {step}/{len(rows)} loss {float(loss.detach()):.3f}", flush=True)
    teacher.eval()


def sources(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the lines of which variants are made, with their labels, by language."""
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted(WORDINGS.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            label, text = line.split("\t", 1)
            rows[path.stem].append((text, label))
    for path in sorted(LOOKALIKES.glob("*.txt")):
        rows[path.stem] += [(text, BODY) for text in path.read_text("utf-8").splitlines()]
    for language, example in spoken(folder):
        rows[language].append((example.text, example.label))
    return rows


def variants(teacher: Teacher, folder: Path) -> Iterator[Piece]:
    """Yield variants of the labelled lines, some as sentences."""
    chance = Random(SEED)
    for language, lines in sources(folder).items():
        makes = Variants(language, neighbours(language, [text for text, _ in lines], teacher.words), chance)
        kinds = {is_body: [text for text, label in lines if (label == BODY) == is_body] for is_body in (True, False)}
        for text, label in lines:
            same, other = kinds[label == BODY], kinds[label != BODY]
            for variant in makes.of(text, same, other or same):
                yield variant, chance.random() >= PARTS


def make_ready(teacher: Teacher, kept: Path, examples: Sequence[Example]) -> None:
    """Load the fine-tuned teacher from *kept*, or fine-tune it and keep it there."""
    if kept.exists():
        teacher.load_state_dict(torch.load(kept))
        teacher.eval()
    else:
        fit(teacher, lessons(examples, Random(SEED)))
        torch.save(teacher.state_dict(), kept)


def echoed(pieces: Sequence[Piece]) -> list[float]:
    """Return the log-odds of boilerplate that the score gives each piece as it ships."""
    found = []
    for text, alone in pieces:
        points = scorer().weigh(text, 0, len(text), alone).points
        odds = points / UNIT if points < PASSES else points / (UNIT * SHARPER) + DOUBT
        found.append(round(min(max(odds, -SUREST), SUREST), 2))
    return found


def main() -> None:
    """Fine-tune the teacher, or load one, and write what it says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="a folder of pages, texts and labelled lines (benchmarks/pages.py)")
    parser.add_argument("taught", type=Path, help="the file to write (.jsonl.gz); beside it, the fine-tuned teacher")
    parser.add_argument("--model", default=MODEL, help="the model to start from: a name on the hub, or a folder")
    parser.add_argument("--echo", action="store_true", help="let the score that ships label the lines")
    arguments = parser.parse_args()
    torch.manual_seed(SEED)
    examples, others = gathered(arguments.data)
    teacher, kept = Teacher(arguments.model), arguments.taught.with_suffix(".pt")
    made = list(variants(teacher, arguments.data))
    pieces = list(dict.fromkeys([*((e.text, e.alone) for e in others), *made]))
    if arguments.echo:
        said = echoed(pieces)
    else:
        make_ready(teacher, kept, examples)
        said = teacher.odds(pieces)
    with gzip.open(arguments.taught, "wt", encoding="utf-8") as file:
        for (text, alone), odds in zip(pieces, said, strict=True):
            file.write(json.dumps({"text": text, "alone": alone, "odds": odds}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
