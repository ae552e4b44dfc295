"""Files, folders and archives are walked completely, safely, and in one order."""

from __future__ import annotations

import gzip
import os
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.limits import Limits
from toolkit.corpus.records import Refusal, SourceFile
from toolkit.corpus.sources import SideFile, is_side, walk_sources
from toolkit.errors import CorpusError

SMALL = Limits(file_bytes=10_000, ratio=10, harmless_bytes=1_000, depth=2)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def laid_out(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def read(*paths: Path | str, limits: Limits | None = None) -> dict[str, bytes | str]:
    """Give by name what was read, or the reason why not; "side" for side files."""
    found: dict[str, bytes | str] = {}
    for item in walk_sources(paths, limits=limits):
        match item:
            case SourceFile(name, raw):
                found[name] = raw
            case Refusal(place, reason):
                found[place] = reason
            case SideFile(name):
                found[name] = "side"
    return found


def test_a_folder_is_read_with_all_folders_in_it_sorted_by_name(tmp_path: Path) -> None:
    laid_out(tmp_path, {"b.txt": b"2", "a/z.txt": b"1", "c/d/e.txt": b"3"})
    assert list(read(tmp_path).items()) == [("a/z.txt", b"1"), ("b.txt", b"2"), ("c/d/e.txt", b"3")]


def test_a_single_file_keeps_its_name(tmp_path: Path) -> None:
    laid_out(tmp_path, {"x/a.txt": b"1"})
    assert read(tmp_path / "x/a.txt") == {"a.txt": b"1"}


def test_several_folders_are_told_apart_by_the_path_from_their_common_one(tmp_path: Path) -> None:
    laid_out(tmp_path, {"p/texts/a.txt": b"1", "q/texts/a.txt": b"2"})
    assert read(tmp_path / "q/texts", tmp_path / "p/texts") == {"p/texts/a.txt": b"1", "q/texts/a.txt": b"2"}


def test_a_pattern_names_what_it_matches(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.csv": b"1", "b.csv": b"2", "c.txt": b"3", "documents.csv": b"4"})
    assert read(tmp_path / "*.csv") == {"a.csv": b"1", "b.csv": b"2"}


def test_a_file_whose_name_looks_like_a_pattern_is_read_as_a_file(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a[1].txt": b"1"})
    assert read(tmp_path / "a[1].txt") == {"a[1].txt": b"1"}


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    laid_out(tmp_path, {"d/a.txt": b"1"})
    assert list(read(tmp_path / "d", tmp_path / "d/a.txt", tmp_path / "d/*.txt").values()) == [b"1"]


def test_a_path_that_is_not_there_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"no file or folder '.*gone'"):
        read(tmp_path / "gone")


def test_side_files_are_listed_and_not_read(tmp_path: Path) -> None:
    names = [
        ".DS_Store",
        "README.md",
        "documents.csv",
        "study.yaml",
        "overrides.csv",
        "LICENSE",
        "x/.hidden",
        ".git/a.txt",
    ]
    laid_out(tmp_path, dict.fromkeys(names, b"1"))
    assert read(tmp_path) == dict.fromkeys([*names[:-1], ".git"], "side")


def test_a_side_file_that_is_named_itself_is_read(tmp_path: Path) -> None:
    laid_out(tmp_path, {"documents.csv": b"1"})
    assert read(tmp_path / "documents.csv") == {"documents.csv": b"1"}


@pytest.mark.parametrize("name", ["readers.txt", "a.readme.txt", "mydocuments.csv", "study.txt", "notice-board.txt"])
def test_names_that_only_resemble_side_files_are_articles(name: str) -> None:
    assert not is_side(name)


# ---------------------------------------------------------------- links and odd files


def test_a_link_back_into_the_folder_is_refused_and_its_target_read_once(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.txt": b"1"})
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read(tmp_path) == {"a.txt": b"1", "again": "link_loop", "b.txt": "link_loop"}


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read(tmp_path) == {"a.txt": "link_loop", "b.txt": "link_loop"}


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    laid_out(tmp_path, {"in/a.txt": b"1", "out/secret.txt": b"2"})
    (tmp_path / "in/b.txt").symlink_to(tmp_path / "out/secret.txt")
    (tmp_path / "in/more").symlink_to(tmp_path / "out")
    assert read(tmp_path / "in") == {"a.txt": b"1", "b.txt": "path_outside", "more": "path_outside"}


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    laid_out(tmp_path, {"out/a.txt": b"1"})
    (tmp_path / "b.txt").symlink_to(tmp_path / "out/a.txt")
    assert read(tmp_path / "b.txt") == {"b.txt": b"1"}


def test_a_link_to_a_file_kept_in_a_hidden_store_of_the_same_folder_is_read(tmp_path: Path) -> None:
    laid_out(tmp_path, {".store/ab12": b"1"})
    (tmp_path / "a.txt").symlink_to(tmp_path / ".store/ab12")
    assert read(tmp_path) == {".store": "side", "a.txt": b"1"}


def test_a_link_to_nothing_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert read(tmp_path) == {"a.txt": "unreadable"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no name on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert read(tmp_path) == {"a.txt": "unreadable"}


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out(tmp_path, {"a.txt": b"1", "b.txt": b"2"})
    plain = Path.open

    def denied(path: Path, *args: object, **kwargs: object) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return plain(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", denied)
    assert read(tmp_path) == {"a.txt": "unreadable", "b.txt": b"2"}


def test_a_file_over_the_limit_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "a.jsonl").open("wb") as file:
        file.truncate(2 << 30)  # sparse: takes no room on the disk
    assert read(tmp_path) == {"a.jsonl": "too_large"}


def test_a_name_that_is_no_utf8_is_read_under_a_printable_one(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"1")
    except OSError:
        pytest.skip("this disk takes no such name")
    assert read(tmp_path) == {"caf\ufffd.txt": b"1"}


# ---------------------------------------------------------------- archives


def test_the_members_of_a_zip_are_read_sorted_and_its_side_files_listed(tmp_path: Path) -> None:
    members = {"b.txt": b"2", "in/a.txt": b"1", "__MACOSX/b.txt": b"x", "in/.DS_Store": b"x"}
    laid_out(tmp_path, {"texts.zip": zipped(members)})
    assert list(read(tmp_path).items()) == [
        ("texts.zip!/__MACOSX/b.txt", "side"),
        ("texts.zip!/b.txt", b"2"),
        ("texts.zip!/in/.DS_Store", "side"),
        ("texts.zip!/in/a.txt", b"1"),
    ]


def test_gzip_is_unpacked_also_where_the_name_does_not_say_so(tmp_path: Path) -> None:
    laid_out(tmp_path, {"a.txt.gz": gzip.compress(b"1"), "b.csv": gzip.compress(b"2") + gzip.compress(b"3")})
    assert read(tmp_path) == {"a.txt.gz!/a.txt": b"1", "b.csv!/b.csv": b"23"}


def test_web_archives_are_left_packed_for_their_reader(tmp_path: Path) -> None:
    raw = gzip.compress(b"WARC/1.0")
    laid_out(tmp_path, {"a.warc.gz": raw})
    assert read(tmp_path) == {"a.warc.gz": raw}


def test_office_files_are_not_unpacked(tmp_path: Path) -> None:
    raw = zipped({"xl/workbook.xml": b"x"})
    laid_out(tmp_path, {"a.xlsx": raw})
    assert read(tmp_path) == {"a.xlsx": raw}


def test_archives_in_archives_are_read_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    inner = zipped({"a.txt.gz": gzip.compress(b"deep"), "b.txt": b"1"})
    laid_out(tmp_path, {"x.zip": zipped({"y.zip": inner})})
    found = read(tmp_path, limits=replace(SMALL, ratio=1000))
    assert found == {"x.zip!/y.zip!/a.txt.gz": "archive_too_deep", "x.zip!/y.zip!/b.txt": b"1"}
    assert "x.zip!/y.zip!/a.txt.gz!/a.txt" in read(tmp_path, limits=replace(SMALL, ratio=1000, depth=3))


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_a_member_whose_name_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    laid_out(tmp_path, {"x.zip": zipped({name: b"1", "good.txt": b"2"})})
    assert sorted(map(str, read(tmp_path).values())) == ["b'2'", "path_outside"]


def test_a_link_inside_a_zip_is_refused(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    laid_out(tmp_path, {"x.zip": out.getvalue()})
    assert read(tmp_path) == {"x.zip!/a.txt": "path_outside"}


def test_a_bomb_costs_its_limit_and_the_members_before_it_are_kept(tmp_path: Path) -> None:
    laid_out(tmp_path, {"x.zip": zipped({"a.txt": b"1", "b.txt": bytes(9_000), "c.txt": b"3"})})
    found = read(tmp_path, limits=SMALL)
    assert found == {"x.zip!/a.txt": b"1", "x.zip!/b.txt": "archive_too_large", "x.zip": "archive_too_large"}


def test_a_bomb_of_many_small_members_is_stopped_too(tmp_path: Path) -> None:
    one = bytes(900)
    laid_out(tmp_path, {"x.zip": zipped({f"{n:03}.txt": one for n in range(100)})})
    found = read(tmp_path, limits=replace(SMALL, ratio=3, file_bytes=100_000))
    assert len([value for value in found.values() if value == one]) < 60
    assert found["x.zip"] == "archive_too_large"


def test_a_gzip_bomb_is_stopped(tmp_path: Path) -> None:
    laid_out(tmp_path, {"x.txt.gz": gzip.compress(bytes(5_000_000))})
    assert read(tmp_path, limits=SMALL) == {"x.txt.gz": "archive_too_large"}


def test_what_an_archive_claims_about_its_sizes_is_not_believed(tmp_path: Path) -> None:
    raw = bytearray(zipped({"a.txt": bytes(50_000)}))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.index(signature) + at
        raw[place : place + 4] = (10).to_bytes(4, "little")
    laid_out(tmp_path, {"x.zip": bytes(raw)})
    assert read(tmp_path, limits=SMALL)["x.zip!/a.txt"] in ("archive_damaged", "archive_too_large")


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_an_archive_that_is_cut_off_is_refused(tmp_path: Path, keep: float) -> None:
    packed = {"a.zip": zipped({"a.txt": os.urandom(3000)}), "b.gz": gzip.compress(os.urandom(3000))}
    laid_out(tmp_path, {name: raw[: int(len(raw) * keep)] for name, raw in packed.items()})
    assert read(tmp_path) == {"a.zip": "archive_damaged", "b.gz": "archive_damaged"}


def test_two_members_of_one_name_have_two_places(tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("a.txt", b"1")
        archive.writestr("a.txt", b"2")
    laid_out(tmp_path, {"x.zip": out.getvalue()})
    assert read(tmp_path) == {"x.zip!/a.txt": b"1", "x.zip!/a.txt (2)": b"2"}


@given(st.binary(max_size=300), st.sampled_from(["x.zip", "x.gz", "x.txt.gz", "x"]))
def test_no_bytes_make_unpacking_raise(tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str) -> None:
    folder = laid_out(tmp_path_factory.mktemp("raw"), {name: raw})
    assert len(read(folder)) == 1


@given(st.data())
def test_no_damage_to_an_archive_makes_unpacking_raise(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(zipped({"a.txt": b"some words " * 20, "b/c.txt": b"more words " * 20}))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=6)):
        raw[at] = data.draw(st.integers(0, 255))
    assert read(laid_out(tmp_path_factory.mktemp("raw"), {"x.zip": bytes(raw)}), limits=SMALL) is not None
