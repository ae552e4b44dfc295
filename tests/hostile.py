"""A corpus, a codebook and a study of which every word that somebody else wrote tries to be more than a word."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

SCRIPT = "<script>document.title='run'</script>"
IMAGE = "<img src=x onerror=\"document.title='run'\">"
LINK = "[read](javascript:document.title='run')"
STYLE = "</style><style>main{display:none}</style>"
MATHS = "$$x^2$$"
FORMULA = "=cmd|' /C calc'!A0"
TURNED = "\u202edetrevni\u202c"
ALL = (SCRIPT, IMAGE, LINK, STYLE, MATHS, FORMULA, TURNED)
EVERY = " ".join(ALL)


def write_hostile(folder: Path) -> tuple[Path, Path]:
    """Write texts and a study into a folder; give the paths of both."""
    book = {
        "name": "book",
        "title": f"Codebook {EVERY}",
        "version": "1",
        "language": "en",
        "actors": [
            {"id": "arle", "name": f"Arle {SCRIPT}", "kind": "state", "aliases": ["Arle"]},
            {"id": "dorland", "name": f"Dorland {IMAGE} {TURNED}", "kind": "state", "aliases": ["Dorland"]},
            {"id": "vale", "name": f"{FORMULA} {STYLE}", "kind": "person", "aliases": ["Ada Vale"]},
        ],
        "labels": [],
        "frames": [
            {"id": f"f{i}", "title": f"{words} closer", "definition": EVERY, "phrases": [phrase], "example": EVERY,
             "counter_example": EVERY}
            for i, (words, phrase) in enumerate([(SCRIPT, "warm ties"), (f"{MATHS} {LINK}", "at odds")])
        ],
    }  # fmt: skip
    study = {
        "title": f"Study {EVERY}",
        "corpus": {"source": EVERY, "selection": EVERY, "query": EVERY, "caveats": [EVERY]},
        "codebook": "book.yaml",
        "dyad": ["arle", "dorland"],
    }
    said = f"“We have warm ties with Dorland, {EVERY},” said Ada Vale of Arle."
    articles = [
        {
            "doc_id": f"a{i}{'' if i else SCRIPT.replace('/', '')}",
            "publisher": f"Post {outlet}",
            "date": f"2021-0{i + 1}-03",
            "title": f"Arle {EVERY}",
            "text": f"Arle and Dorland met. They have warm ties. {said}\n\nArle was at odds with Dorland {EVERY}.",
        }
        for i, outlet in enumerate(ALL)
    ]
    texts = folder / f"{IMAGE.replace('/', '')}.jsonl"
    texts.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    for name, written in (("book", book), ("study", study)):
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    return texts, folder / "study.yaml"
