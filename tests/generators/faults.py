"""Write a folder of 10,000 mixed records with 300 planted faults, each with the fate it must meet.

The one rule: a fault has one kind and one expected reason; everything else in the folder is sound.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from toolkit.corpus.limits import Limits

N_RECORDS = 10_000
LIMITS = Limits(file_bytes=2_000_000, line_bytes=200_000, ratio=50, harmless_bytes=1_000_000, depth=2)
DROPPED, WARNED = "dropped", "kept_with_warning"

_TOWNS = (
    "Aldmouth Brackenford Corvale Dunmere Eastwick Farrow Glenholt Harrowby Ivybridge Kestrel Larkham Midvale".split()
)
_BODIES = ["council", "harbour office", "transport board", "school board", "water company", "fire service", "museum"]
_THINGS = ["bridge", "ferry", "library", "market hall", "tram line", "reservoir", "concert hall", "cycle path"]
_VERBS = ["reopen", "close for repairs", "be sold", "be extended", "move to a new site", "cost less than planned"]
_DAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_TAILS = [
    "A spokeswoman said that residents had been asked for their views.",
    "“We will wait for the report,” she said.",
    "Nobody was hurt, and traffic was moving again by noon.",
    "The figures were published together with a map of the area.",
    "An earlier plan had been withdrawn after objections.",
    "Work is expected to take about eight months.",
]  # fmt: skip

# kind -> how many are planted, fate, reason
KINDS: dict[str, tuple[int, str, str]] = {
    # in JSONL
    "empty": (10, DROPPED, "empty_text"),
    "blank": (5, DROPPED, "empty_text"),
    "placeholder": (8, DROPPED, "empty_text"),
    "number": (8, DROPPED, "not_text"),
    "list": (5, DROPPED, "not_text"),
    "no column": (10, DROPPED, "missing_column"),
    "two columns": (6, DROPPED, "ambiguous_columns"),
    "bad line": (10, DROPPED, "invalid_json"),
    "long line": (5, DROPPED, "line_too_long"),
    "cut line": (5, DROPPED, "truncated"),
    "id again": (10, DROPPED, "duplicate_id"),
    "surrogate": (8, WARNED, "lone_surrogates"),
    "nul": (7, WARNED, "nul_characters"),
    "replaced": (7, WARNED, "replacement_characters"),
    "control": (7, WARNED, "control_characters"),
    "bidi": (6, WARNED, "bidi_controls"),
    "mojibake": (8, WARNED, "mojibake_suspected"),
    "return": (6, WARNED, "carriage_returns"),
    "two readings": (10, WARNED, "date_ambiguous"),
    "no date read": (8, WARNED, "date_unreadable"),
    "odd date": (6, WARNED, "date_implausible"),
    "date empty": (8, WARNED, "no_date"),
    "title empty": (7, WARNED, "no_title"),
    "entity": (8, WARNED, "entities_left"),
    "markup": (8, WARNED, "html_in_text"),
    "short": (6, WARNED, "very_short"),
    "long": (3, WARNED, "very_long"),
    "cut text": (5, WARNED, "text_cut"),
    "mark": (3, WARNED, "gold_mismatch"),
    "text again": (8, WARNED, "same_text"),
    # in tables
    "fields": (8, DROPPED, "broken_row"),
    "quote": (6, DROPPED, "broken_row"),
    "null": (8, DROPPED, "empty_text"),
    "number in sheet": (4, DROPPED, "not_text"),
    # as files
    "no bytes": (8, DROPPED, "empty_file"),
    "picture": (6, DROPPED, "binary"),
    "noise": (4, DROPPED, "binary"),
    "only spaces": (3, DROPPED, "empty_text"),
    "xml": (4, DROPPED, "unknown_format"),
    "large": (2, DROPPED, "too_large"),
    "dead link": (2, DROPPED, "unreadable"),
    "loop": (2, DROPPED, "link_loop"),
    "way out": (2, DROPPED, "path_outside"),
    "cp1252": (4, WARNED, "encoding_guessed"),
    "mac-roman": (3, WARNED, "encoding_guessed"),
    "cp1256": (3, WARNED, "encoding_guessed"),
    "utf-16": (3, WARNED, "encoding_guessed"),
    "wrong mark": (4, WARNED, "bom_mismatch"),
    "damaged": (4, WARNED, "replacement_characters"),
    # in archives
    "cut gzip": (2, DROPPED, "archive_damaged"),
    "bad sum": (1, DROPPED, "archive_damaged"),
    "bomb": (2, DROPPED, "archive_too_large"),
    "traversal": (2, DROPPED, "path_outside"),
    "matryoshka": (1, DROPPED, "archive_too_deep"),
    "encrypted": (1, DROPPED, "unreadable"),
}  # fmt: skip
_IN_LINES = list(KINDS)[: list(KINDS).index("fields")]
_REPEATS = ("id again", "text again")
N_FAULTS = sum(n for n, _, _ in KINDS.values())


@dataclass
class Planted:
    """Hold what was written: by place, the fate and the reason expected; every other place must be kept."""

    folder: Path
    rng: random.Random
    fates: dict[str, tuple[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    n_sound: int = 0
    n_made: int = 0

    def expect(self, place: str, kind: str) -> None:
        """Note that a fault of `kind` stands at `place`."""
        self.fates[place] = KINDS[kind][1:]
        self.kinds[place] = kind

    def article(self) -> dict[str, Any]:
        """Make one sound record, unlike all others."""
        self.n_made += 1
        pick, n = self.rng.choice, self.n_made
        town, day = pick(_TOWNS), pick(_DAYS)
        opening = (
            f"The {pick(_BODIES)} of {town} said on {day} that the {pick(_THINGS)} would {pick(_VERBS)} (item {n})."
        )
        text = "\n".join(
            [opening, *self.rng.sample(_TAILS, 4), f"The next meeting in {pick(_TOWNS)} is on {pick(_DAYS)}."]
        )
        date = f"20{self.rng.randint(10, 23)}-{self.rng.randint(1, 12):02}-{self.rng.randint(13, 28)}"
        return {
            "doc_id": f"a{n}",
            "title": f"{town}: item {n}",
            "published": date,
            "outlet": "Aldmouth Courier",
            "text": text,
        }

    def sound(self, n: int) -> list[dict[str, Any]]:
        """Make `n` sound records."""
        self.n_sound += n
        return [self.article() for _ in range(n)]


def plant(folder: Path, *, seed: int = 0) -> Planted:
    """Fill `folder`; the same seed gives the same bytes."""
    planted = Planted(folder, random.Random(seed))
    for write in (_json_lines, _csv, _parquet, _excel, _texts, _links, _archives):
        write(planted)
    rest = N_RECORDS - N_FAULTS - planted.n_sound
    (folder / "rest.json").write_text(json.dumps(planted.sound(rest), ensure_ascii=False), encoding="utf-8")
    return planted


# ---------------------------------------------------------------- lines and rows


def _with(article: dict[str, Any], **changed: Any) -> str:
    return json.dumps(article | changed, ensure_ascii=False)


def _without(article: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in article.items() if key != name}


_LINES: dict[str, Callable[[dict[str, Any], str], str]] = {
    "empty": lambda a, t: _with(a, text=""),
    "blank": lambda a, t: _with(a, text=" \n\t "),
    "placeholder": lambda a, t: _with(a, text="[Removed]"),
    "number": lambda a, t: _with(a, text=12.5),
    "list": lambda a, t: _with(a, text=[t, t]),
    "no column": lambda a, t: _with(_without(a, "text"), teaser=t),
    "two columns": lambda a, t: _with(_without(a, "text"), body=t, content=t[:50]),
    "bad line": lambda a, t: _with(a).replace('": ', '" ', 1),
    "long line": lambda a, t: _with(a, text=t * 800),
    "cut line": lambda a, t: _with(a)[:-40],
    "surrogate": lambda a, t: json.dumps(a | {"text": t[:60] + "\ud83d" + t[60:]}),
    "nul": lambda a, t: _with(a, text=t[:60] + "\0" + t[60:]),
    "replaced": lambda a, t: _with(a, text=t.replace("e", "\ufffd", 1)),
    "control": lambda a, t: _with(a, text=t.replace(" ", "\x0b", 1)),
    "bidi": lambda a, t: _with(a, text=t[:30] + "\u202e" + t[30:]),
    "mojibake": lambda a, t: _with(a, text=t + " It was calledâ€”by someâ€”a cafÃ©."),
    "return": lambda a, t: _with(a, text=t.replace("\n", "\r", 1)),
    "two readings": lambda a, t: _with(a, published="03/04/2016"),
    "no date read": lambda a, t: _with(a, published="some time in spring"),
    "odd date": lambda a, t: _with(a, published="0001-01-01T00:00:00"),
    "date empty": lambda a, t: _with(a, published=None),
    "title empty": lambda a, t: _with(a, title="  "),
    "entity": lambda a, t: _with(a, text=t + " Repairs &amp; costs."),
    "markup": lambda a, t: _with(a, text=f"<p>{t}</p>"),
    "short": lambda a, t: _with(a, text=t[:80]),
    "long": lambda a, t: _with(a, text=t + " Nothing else was said." * 5000),
    "cut text": lambda a, t: _with(a, text=t[:250] + "… [+1893 chars]"),
    "mark": lambda a, t: _with(a, spans=[[0, 3, "X"], [4, len(t) + 9, "Y"]]),
}


def _json_lines(planted: Planted) -> None:
    n_files = KINDS["cut line"][0]
    kinds = [kind for kind in _IN_LINES for _ in range(KINDS[kind][0]) if kind not in (*_REPEATS, "cut line")]
    repeats = [kind for kind in _REPEATS for _ in range(KINDS[kind][0])]
    planted.rng.shuffle(kinds)
    for number in range(n_files):
        name, sound = f"lines/part-{number}.jsonl", planted.sound(940)
        lines: list[tuple[str, str]] = [("", _with(article)) for article in sound]
        for kind in kinds[number::n_files]:
            article = planted.article()
            lines.insert(planted.rng.randrange(len(lines)), (kind, _LINES[kind](article, article["text"])))
        for kind in repeats[number::n_files]:
            again = planted.rng.choice(sound)
            changed = (
                {"text": planted.article()["text"]} if kind == "id again" else {"doc_id": planted.article()["doc_id"]}
            )
            lines.append((kind, _with(again, **changed)))
        article = planted.article()
        lines.append(("cut line", _LINES["cut line"](article, article["text"])))
        _write(planted, name, "\n".join(line for _, line in lines))
        for at, (kind, _) in enumerate(lines, 1):
            if kind:
                planted.expect(f"{name}, line {at}", kind)


def _csv(planted: Planted) -> None:
    for number, delimiter in enumerate((",", ";")):
        name, rows = f"tables/export-{number}.csv", planted.sound(900)
        out = BytesIO()
        lines = [[*rows[0]], *([*row.values()] for row in rows)]
        for kind in ("fields", "quote"):
            for _ in range(KINDS[kind][0] // 2):
                lines.insert(planted.rng.randrange(1, len(lines)), [kind])
        for at, fields in enumerate(lines, 1):
            text = _csv_line(planted, fields, delimiter)
            out.write(text.encode())
            if len(fields) == 1:
                planted.expect(f"{name}, row {at}", fields[0])
        _write(planted, name, out.getvalue())


def _csv_line(planted: Planted, fields: list[str], delimiter: str) -> str:
    kind = fields[0] if len(fields) == 1 else ""
    article = {**planted.article(), "text": "A line without breaks. " * 12} if kind else {}
    values = [*(article.values() if kind else fields), *(["one too many"] if kind == "fields" else [])]
    line = _Line()
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(values)
    return line.text.replace('"\r\n', "\r\n") if kind == "quote" else line.text


class _Line:
    text = ""

    def write(self, text: str) -> None:
        self.text += text


def _parquet(planted: Planted) -> None:
    rows = planted.sound(1500)
    for _ in range(KINDS["null"][0]):
        rows.insert(planted.rng.randrange(len(rows)), planted.article() | {"text": None})
    for at, row in enumerate(rows, 1):
        if row["text"] is None:
            planted.expect(f"tables/store.parquet, row {at}", "null")
    pq.write_table(pa.Table.from_pylist(rows), planted.folder / "tables/store.parquet")


def _excel(planted: Planted) -> None:
    book = Workbook()
    sheet = book.active
    rows = planted.sound(200)
    for _ in range(KINDS["number in sheet"][0]):
        rows.insert(planted.rng.randrange(len(rows)), planted.article() | {"text": 4711})
    sheet.append([*rows[0]])
    for at, row in enumerate(rows, 2):
        sheet.append([*row.values()])
        if row["text"] == 4711:
            planted.expect(f"tables/book.xlsx, sheet 'Sheet', row {at}", "number in sheet")
    book.save(planted.folder / "tables/book.xlsx")


# ---------------------------------------------------------------- files, links and archives


def _write(planted: Planted, name: str, content: str | bytes) -> None:
    path = planted.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def _bad_text(kind: str, text: str, rng: random.Random) -> bytes:
    arabic = "قال المجلس يوم الثلاثاء إنه لا يعتزم إغلاق الجسر ولم يرد المكتب على الأسئلة. "
    made: dict[str, Callable[[], bytes]] = {
        "no bytes": lambda: b"",
        "picture": lambda: b"\x89PNG\r\n\x1a\n" + text.encode(),
        "noise": lambda: rng.randbytes(3000),
        "only spaces": lambda: b" \r\n\t\n" * 40,
        "xml": lambda: f"<story><p>{text}</p></story>".encode(),
        "large": lambda: (text * 6000).encode()[: LIMITS.file_bytes + 1],
        "cp1252": lambda: (text + " The café’s owner – a “regular” – agreed.").encode("cp1252"),
        "mac-roman": lambda: (text + " The café’s owner — a “regular” — agreed.").encode("mac_roman"),
        "cp1256": lambda: (arabic * 4 + str(rng.random())).encode("cp1256"),
        "utf-16": lambda: text.encode("utf-16-le"),
        "wrong mark": lambda: b"\xff\xfe" + text.encode(),
        "damaged": lambda: text.encode().replace("“".encode(), b"\xe2\x80", 1) + " “Yes,” “no.” ‘So.’".encode(),
    }
    return made[kind]()


def _texts(planted: Planted) -> None:
    for article in planted.sound(400):
        _write(planted, f"texts/{article['doc_id']}.txt", article["text"])
    kinds = list(KINDS)[list(KINDS).index("no bytes") : list(KINDS).index("cut gzip")]
    for kind in kinds:
        for number in range(KINDS[kind][0] if kind not in ("dead link", "loop", "way out") else 0):
            name = f"texts/{kind.replace(' ', '-')}-{number}.{'xml' if kind == 'xml' else 'txt'}"
            text = planted.article()["text"] + "\n“So it was said.”"
            _write(planted, name, _bad_text(kind, text, planted.rng))
            planted.expect(name, kind)


def _links(planted: Planted) -> None:
    outside = planted.folder.parent / f"{planted.folder.name}-outside.txt"
    outside.write_text(planted.article()["text"], encoding="utf-8")
    targets = {"dead link": Path("nowhere.txt"), "loop": planted.folder, "way out": outside}
    for kind, target in targets.items():
        for number in range(KINDS[kind][0]):
            name = f"links/{kind.replace(' ', '-')}-{number}"
            (planted.folder / "links").mkdir(exist_ok=True)
            (planted.folder / name).symlink_to(target)
            planted.expect(name, kind)


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return out.getvalue()


def _archives(planted: Planted) -> None:
    _write(planted, "packed/texts.zip", _zip({f"{a['doc_id']}.txt": a["text"].encode() for a in planted.sound(300)}))
    lines = "\n".join(_with(a) for a in planted.sound(500))
    _write(planted, "packed/more.jsonl.gz", gzip.compress(lines.encode(), mtime=0))
    for name, kind, place, content in _bad_archives(planted):
        _write(planted, name, content)
        planted.expect(place, kind)


def _bad_archives(planted: Planted) -> Iterator[tuple[str, str, str, bytes]]:
    text = planted.article()["text"].encode()
    for number in range(2):
        name = f"packed/cut-{number}.txt.gz"
        yield name, "cut gzip", name, gzip.compress(planted.rng.randbytes(5000), mtime=0)[:-600]
        name = f"packed/bomb-{number}.zip"
        yield name, "bomb", f"{name}!/zeros.txt", _zip({"zeros.txt": bytes(20_000_000)})
        name = f"packed/traversal-{number}.zip"
        yield name, "traversal", f"{name}!/../../evil.txt", _zip({"../../evil.txt": text})
    stored = _zip({"a.txt": text}, zipfile.ZIP_STORED)
    yield "packed/sum.zip", "bad sum", "packed/sum.zip!/a.txt", stored.replace(b"The ", b"Tha ", 1)
    inner = _zip({"deep.zip": _zip({"deeper.zip": _zip({"a.txt": text})})})
    yield "packed/doll.zip", "matryoshka", "packed/doll.zip!/deep.zip!/deeper.zip", inner
    locked = bytearray(stored)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag of encryption, in both headers
        struct.pack_into("<H", locked, locked.index(signature) + at, 1)
    yield "packed/locked.zip", "encrypted", "packed/locked.zip!/a.txt", bytes(locked)
