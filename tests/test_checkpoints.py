"""An import that is stopped at any moment goes on inside the source it was at, to the same bytes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.cli import main
from toolkit.corpus import checkpoint, load, run_import
from toolkit.corpus.readers import html, warc

INTERRUPTED = "the one whose import was interrupted; it starts from its beginning"
PLACES = "bridge harbour market station library school theatre hospital".split()


def english(place: str) -> str:
    return (
        f"The council of Aldmouth said on Monday that the {place} would reopen in spring, after a winter of repairs.\n"
        f"“We had hoped to be done with the {place} by now,” the mayor said, and she thanked all who had worked on "
        f"the {place} through the storms. Visitors of the {place} were asked to wait, and to use the other entrance.\n"
        f"It was last repaired in May 2011, and before that on 03/04/1999.\n"
    )


def page(place: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in english(place).splitlines())
    head = f"<title>The {place}</title>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def web_archive() -> bytes:
    records = []
    for place in PLACES[4:]:
        content = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(place)
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{place}\r\n"
        head += "Content-Type: application/http; msgtype=response\r\nWARC-Date: 2016-03-19T08:00:00Z\r\n"
        records.append(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n")
    return b"".join(records)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with lines, a zip of pages and a web archive; some of it is no article."""
    folder = tmp_path_factory.mktemp("source") / "mixed"
    folder.mkdir()
    rows = [{"doc_id": place, "text": english(place) + "\ud83d"} for place in PLACES] + [{"doc_id": "none", "text": ""}]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        for place in PLACES[:4]:
            archive.writestr(f"{place}.html", page(place))
    (folder / "c.warc").write_bytes(web_archive())
    return folder


@pytest.fixture(scope="module")
def undisturbed(source: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("whole") / "corpus.parquet"
    run_import(source, out)
    return out.read_bytes()


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "PART", 2)


def counting(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, stop_at: int = 0) -> list[tuple[Any, ...]]:
    """Note every call of a function; the one with the number given is stopped."""
    calls: list[tuple[Any, ...]] = []
    real: Callable[..., Any] = getattr(module, name)

    def spy(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) == stop_at:
            raise KeyboardInterrupt
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, spy)
    return calls


def stopped(source: Path, out: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, at: int) -> None:
    with monkeypatch.context() as patch:
        counting(patch, module, name, at)
        with pytest.raises(KeyboardInterrupt):
            run_import(source, out)


def leftovers(out: Path) -> list[str]:
    return [path.name for path in out.parent.iterdir() if path != out]


STOPS = [(html, "read_page", n) for n in (1, 3)] + [(warc, "read_page", n) for n in (1, 4)]
STOPS += [(load, "read_record", n) for n in (1, 2, 7, 16)] + [(checkpoint, "_replace", n) for n in (1, 2, 5, 9)]
STOPS += [(load, "with_stories", 1)]


# ---- stopped at any moment


@pytest.mark.parametrize(("module", "name", "at"), STOPS)
def test_what_was_stopped_and_started_again_has_the_same_bytes(
    source: Path, undisturbed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, at: int
) -> None:
    out = tmp_path / "corpus.parquet"
    stopped(source, out, monkeypatch, module, name, at)
    run_import(source, out)
    assert out.read_bytes() == undisturbed
    assert leftovers(out) == []


def test_it_may_be_stopped_again_and_again(
    source: Path, undisturbed: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corpus.parquet"
    for module, name in ((html, "read_page"), (warc, "read_page"), (load, "read_record"), (load, "read_record")):
        stopped(source, out, monkeypatch, module, name, 3)
    run_import(source, out)
    assert out.read_bytes() == undisturbed


KILL = """
import os, signal, sys
from toolkit.corpus import checkpoint, load, run_import
from toolkit.corpus.readers import warc
checkpoint.PART = 2
module, name, at, source, out = sys.argv[1:]
module = {"load": load, "checkpoint": checkpoint, "warc": warc}[module]
real, calls = getattr(module, name), []
def spy(*arguments, **options):
    calls.append(1)
    if len(calls) == int(at):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
setattr(module, name, spy)
run_import(source, out)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process without asking it")
@pytest.mark.parametrize(("module", "name", "at"), [("warc", "read_page", 3), ("load", "read_record", 9)])
def test_what_was_killed_and_started_again_has_the_same_bytes(
    source: Path, undisturbed: bytes, tmp_path: Path, module: str, name: str, at: int
) -> None:
    out = tmp_path / "corpus.parquet"
    killed = subprocess.run([sys.executable, "-c", KILL, module, name, str(at), str(source), str(out)], check=False)
    assert (killed.returncode, out.exists(), len(leftovers(out))) == (-signal.SIGKILL, False, 1)
    run_import(source, out)
    assert out.read_bytes() == undisturbed
    assert leftovers(out) == []


# ---- nothing is done twice


def test_documents_that_were_made_are_not_made_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "corpus.parquet"
    stopped(source, out, monkeypatch, load, "read_record", 10)
    again = counting(monkeypatch, load, "read_record")
    run_import(source, out)
    assert len(again) == 16 - 8


@pytest.mark.parametrize(("module", "at", "left"), [(html, 4, 2), (warc, 4, 2)])
def test_pages_that_were_read_are_not_read_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: Any, at: int, left: int
) -> None:
    out = tmp_path / "corpus.parquet"
    stopped(source, out, monkeypatch, module, "read_page", at)
    again = counting(monkeypatch, module, "read_page")
    run_import(source, out)
    assert 1 <= len(again) <= left


# ---- what was kept for another input


def test_a_source_that_changed_is_read_anew_and_that_is_said(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, out, said = tmp_path / "a.jsonl", tmp_path / "corpus.parquet", list[str]()
    raw = (source / "a.jsonl").read_text(encoding="utf-8")
    lines.write_text(raw, encoding="utf-8")
    stopped(lines, out, monkeypatch, load, "read_record", 6)
    lines.write_text(raw.replace("Aldmouth", "Quillport"), encoding="utf-8")
    corpus, _ = run_import(lines, out, tell=said.append)
    assert said == ["the source has changed since its import was interrupted; it starts from its beginning"]
    assert all("Quillport" in document.text for document in corpus)
    assert len(corpus) == 8


def test_a_page_that_changed_is_read_anew_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, out, said = tmp_path / "pages", tmp_path / "corpus.parquet", list[str]()
    pages.mkdir()
    for place in PLACES[:4]:
        (pages / f"{place}.html").write_bytes(page(place))
    stopped(pages, out, monkeypatch, html, "read_page", 4)
    (pages / "bridge.html").write_bytes(page("lighthouse"))
    corpus, _ = run_import(pages, out, tell=said.append)
    assert said == [
        "bridge.html is another file than the one whose import was interrupted; it starts from its beginning"
    ]
    assert sum("lighthouse" in document.text for document in corpus) == 1


def test_other_options_start_anew_and_that_is_said(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "corpus.parquet"
    stopped(source, out, monkeypatch, load, "read_record", 6)
    assert main(["import", str(source), "--out", str(out), "--map", "byline=by", "--quiet"]) == 0
    assert "toolkit: the options are others than those of the import that was interrupted" in capsys.readouterr().err


def test_without_an_interruption_nothing_is_said(source: Path, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run_import(source, tmp_path / "corpus.parquet")
        run_import(source, tmp_path / "corpus.parquet")
