"""A report as a PDF: tagged, without what is folded, and made without asking anybody for anything."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from toolkit.cli import main
from toolkit.errors import ParameterError
from toolkit.reports.pdf import load_weasyprint, printed_html, write_pdf

needed = pytest.mark.skipif(importlib.util.find_spec("weasyprint") is None, reason="needs the extra pdf")

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ties</title></head><body><main><h1>Ties</h1>
<nav>Contents</nav><p>Shown.</p><details><summary>Rows (3)</summary><p>Folded.</p></details>
<details class="code"><summary>Code</summary><pre>a = 1</pre></details>{}</main></body></html>"""


def test_what_is_folded_is_named_and_its_inside_and_all_code_left_out() -> None:
    printed = printed_html(PAGE)

    assert "Shown." in printed
    assert "Rows (3)" in printed
    assert not [words for words in ("Folded.", "a = 1", "Contents") if words in printed]


def test_without_the_extra_a_mistake_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(ParameterError, match="a PDF needs the extra pdf, and Pango"):
        load_weasyprint()


def test_the_command_says_so_before_it_reads_anything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    assert main(["report", str(tmp_path / "nowhere"), "--out", str(tmp_path / "r"), "--pdf"]) == 2
    assert "a PDF needs the extra pdf" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


@needed
def test_a_pdf_is_tagged_and_has_language_and_title(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(""), encoding="utf-8")

    made = PdfReader(write_pdf(tmp_path / "index.html"))

    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/Lang"] == "en"
    assert made.metadata is not None
    assert made.metadata.title == "Ties"


@needed
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_a_pdf_fetches_nothing_not_even_from_this_machine(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr("socket.create_connection", lambda *where, **_: asked.append(where))
    monkeypatch.setattr("urllib.request.FileHandler.open_local_file", lambda _, sent: asked.append(sent))
    (tmp_path / "index.html").write_text(PAGE.format(f"<img src='{address}'>"), encoding="utf-8")

    write_pdf(tmp_path / "index.html")

    assert asked == []
