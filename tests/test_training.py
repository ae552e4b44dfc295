"""Training: gold is read with care, nobody's words are invented, and what is exported is what was trained."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import read_spans as read_marked

from toolkit.annotate import find_quotes
from toolkit.annotate.quotes.assemble import to_range
from toolkit.annotate.quotes.reading import Passage, read_paragraphs, split_passages
from toolkit.annotate.quotes.spans import read_spans
from toolkit.annotate.quotes.weights import ENGINE_FILES, find_engine
from toolkit.cli import main
from toolkit.errors import ParameterError, ToolkitError, TrainingError
from toolkit.training import train_quotes, train_teacher
from toolkit.training.augment import rewrite_some
from toolkit.training.gold import Article, Attribution, load_gold, load_unmarked, set_aside
from toolkit.training.lessons import load_lessons
from toolkit.training.sequences import label_windows
from toolkit.training.taught import Scores, Taught, load_labels, save_labels, text_key

NAMES = ["Ada Vale", "Ben Roth", "Cleo Lind", "Dan Marsh", "Eva Thorn", "Finn Holt"]
SAID = ["We will wait here", "The bridge is safe", "Nobody came to the market", "It rained all week"]


def article(marked: str, doc_id: str = "a") -> Article:
    text, numbered = read_marked(marked)
    found = [
        Attribution(*(tuple(parts.get(role, ())) for role in ("content", "cue", "source")))
        for parts in numbered.values()
    ]
    return Article(doc_id, text, tuple(found), tuple(split_passages(text)))


def story(n: int) -> Article:
    """Make an article of a direct and an indirect quotation, and of a paragraph without one."""
    a, b, x, y = NAMES[n % 6], NAMES[(n + 2) % 6], SAID[n % 4], SAID[(n + 1) % 4]
    return article(
        f"<content>“{x},”</content> <source>{a}</source> <cue>said</cue>.\n\nThe town lies on a river.\n\n"
        f"<source2>{b}</source2> <cue2>told</cue2> reporters that <content2>{y.lower()}</content2>.",
        f"story-{n}",
    )


def write_gold(path: Path, articles: list[Article]) -> Path:
    lines = [
        {
            "doc_id": a.doc_id,
            "text": a.text,
            "attributions": [
                {"content": list(q.content), "cue": list(q.cue), "source": list(q.source)} for q in a.attributions
            ],
        }
        for a in articles
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def words(text: str, ranges: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in ranges]


# ---- gold


def test_gold_is_read_as_it_was_written(tmp_path: Path) -> None:
    stories = [story(n) for n in range(5)]
    read = load_gold([write_gold(tmp_path / "a.jsonl", stories[:2]), write_gold(tmp_path / "b.jsonl", stories[2:])])
    assert sorted(read, key=lambda a: a.doc_id) == stories


@pytest.mark.parametrize("place", [[0, 99], [-1, 3], [5, 5], [7, 3], ["0", "3"], [0.5, 3], [1]])
def test_bad_offsets_are_refused_with_file_and_line(tmp_path: Path, place: list[Any]) -> None:
    path = tmp_path / "gold.jsonl"
    good = {"doc_id": "a", "text": "“No,” she said.", "attributions": [{"content": [[0, 5]]}]}
    bad = {**good, "doc_id": "b", "attributions": [{"content": [[0, 5]], "cue": [place]}]}
    path.write_text(f"{json.dumps(good)}\n\n{json.dumps(bad)}\n", encoding="utf-8")
    with pytest.raises(ToolkitError, match=r"gold\.jsonl, line 3"):
        load_gold([path])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "there is no line in it"),
        ("{", "line 1: it is no JSON"),
        ('{"doc_id": "a", "text": "x", "attributions": []}', "nothing is marked in 1 articles"),
        ('{"doc_id": "a", "attributions": [{"content": [[0, 1]]}]}', "has no text for 'a'"),
    ],
)
def test_gold_from_which_nothing_can_be_learnt_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ToolkitError, match=message):
        load_gold([path])


@given(st.lists(st.text(max_size=5), unique=True, max_size=40), st.integers(2, 7), st.randoms())
def test_what_is_set_aside_depends_on_the_id_alone(ids: list[str], one_in: int, rng: random.Random) -> None:
    articles = [Article(doc_id, "", (), ()) for doc_id in ids]
    learnt, kept = set_aside(articles, one_in=one_in)
    assert sorted(a.doc_id for a in (*learnt, *kept)) == sorted(ids)
    assert all(set_aside([a], one_in=one_in)[1] == ([a] if a in kept else []) for a in articles)
    rng.shuffle(articles)
    assert sorted(a.doc_id for a in set_aside(articles, one_in=one_in)[1]) == sorted(a.doc_id for a in kept)


def test_about_one_in_so_many_is_set_aside() -> None:
    _, kept = set_aside([Article(f"article-{n}", "", (), ()) for n in range(2600)], one_in=13)
    assert 150 < len(kept) < 250
    assert set_aside(kept, one_in=0) == (kept, [])


# ---- labels


@pytest.mark.parametrize(
    "marked",
    [
        "<content>“We wait,”</content> <source>Ada Vale</source> <cue>said</cue>.",
        "<source>The mayor of Arle</source> <cue>has said</cue> <content>that it rains</content>.\n\n"
        "It rained.\n\n<content2>“No.”</content2>",
        "<content>“We wait,”</content> <source>she</source> <cue>said</cue>, <content>“for the U.S. to act.”</content>",
        "<cue>According to</cue> <source>Ben’s aide</source>, <content>nobody saw Ada’s so-called palace</content>.",
    ],
)
@pytest.mark.parametrize("longest", [5, 160])
def test_the_labels_of_windows_lead_back_to_the_spans(marked: str, longest: int) -> None:
    gold = article(marked)
    found: dict[str, set[tuple[int, int]]] = {"content": set(), "cue": set(), "source": set()}
    for labelled in label_windows([gold], longest=longest):
        for role, spans in read_spans(labelled.window, labelled.tags).items():
            found[role] |= {to_range(labelled.window, span) for span in spans}
    for role, places in found.items():
        assert places == {place for a in gold.attributions for place in getattr(a, role)}


def test_the_marks_put_around_a_block_belong_to_its_content() -> None:
    text = "Ada Vale said:\n\nWe wait."
    gold = Attribution(((16, 24),), ((9, 13),), ((0, 8),))
    block = Article("a", text, (gold,), (Passage(0, 14), Passage(16, 24, block=True)))
    (labelled,) = label_windows([block])
    (content,) = read_spans(labelled.window, labelled.tags)["content"]
    assert labelled.window.words[slice(*content)] == ["“", "We", "wait", ".", "”"]


# ---- other forms


@pytest.mark.parametrize("seed", range(12))
def test_a_rewritten_quotation_keeps_its_words_and_its_source(seed: int) -> None:
    before = article("<content>“We wait,”</content> <source>Ada Vale</source> <cue>said</cue>.")
    after = rewrite_some(before, random.Random(seed), share=1.0)
    (gold,) = after.attributions
    assert words(after.text, gold.content)[0].strip("“”") == "We wait."
    assert words(after.text, gold.source) == ["Ada Vale"]
    assert words(after.text, gold.cue) in ([], ["said"])
    assert after.text in ("Ada Vale: “We wait.”", "“We wait.” – Ada Vale", "Ada Vale said:\n\nWe wait.")
    assert [after.text[p.start : p.end] for p in after.passages] == after.text.split("\n\n")


def test_every_form_comes_up() -> None:
    before = article("<content>“We wait,”</content> <source>Ada Vale</source> <cue>said</cue>.")
    assert len({rewrite_some(before, random.Random(seed), share=1.0).text for seed in range(30)}) == 3


@pytest.mark.parametrize(
    "marked",
    [
        "The town lies on a river.",
        "<source>Ada Vale</source> <cue>said</cue> <content>that it rained</content>.",
        "<source>Ada Vale</source> <cue>said</cue> <content>it was “a long winter”</content>.",
        "<content>“We wait,”</content> <source>she</source> <cue>said</cue>.",
        "<content>“We wait,”</content> <source>the mayor</source> <cue>said</cue>.",
        "<content>“We wait.”</content>",
        "On Monday <source>Ada Vale</source> <cue>said</cue>, <content>“We wait.”</content>",
        "<content>“We wait,”</content> <source>Ada</source> <cue>said</cue>. <source2>Ben</source2> <cue2>agreed</cue2>"
        " <content2>that it rained</content2>.",
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_nothing_but_one_direct_quotation_of_somebody_named_is_rewritten(marked: str, seed: int) -> None:
    before = article(f"{marked}\n\nIt rained.")
    assert rewrite_some(before, random.Random(seed), share=1.0) == before


@given(st.lists(st.integers(0, 11), min_size=1, max_size=5), st.integers(0, 99), st.sampled_from([0.0, 0.5, 1.0]))
def test_gold_of_a_rewritten_article_points_at_the_same_words(numbers: list[int], seed: int, share: float) -> None:
    marked = "\n\n".join(
        f"<content{i}>“{SAID[n % 4]},”</content{i}> <source{i}>{NAMES[n % 6]}</source{i}> <cue{i}>said</cue{i}>."
        if n % 2
        else f"<source{i}>She</source{i}> <cue{i}>told</cue{i}> us <content{i}>that it rained</content{i}>."
        for i, n in enumerate(numbers, 1)
    )
    before = article(marked)
    after = rewrite_some(before, random.Random(seed), share=share)
    assert len(after.attributions) == len(before.attributions)
    for old, new in zip(before.attributions, after.attributions, strict=True):
        assert words(after.text, new.source) == words(before.text, old.source)
        kept = [w.strip("“”,.") for w in words(after.text, new.content)]
        assert kept == [w.strip("“”,.") for w in words(before.text, old.content)]
    if share == 0:
        assert after == before


# ---- the command


def train(*options: str | Path) -> int:
    return main(["train", "quotes", *map(str, options)])


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write_gold(tmp_path / "gold.jsonl", [story(n) for n in range(12)])


def test_without_pytorch_the_extra_is_named(gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnx", None)
    monkeypatch.delitem(sys.modules, "toolkit.training.export", raising=False)
    with pytest.raises(TrainingError, match=r"framing-toolkit\[train\]"):
        train_quotes([gold], tmp_path / "engine")
    assert not (tmp_path / "engine").exists()


def test_a_folder_with_other_files_is_left_alone(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(gold, "--out", tmp_path) == 2
    assert "holds gold.jsonl, which is no part of an engine" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["gold.jsonl"]


def test_a_file_is_no_folder(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(gold, "--out", gold) == 2
    assert "is a file" in capsys.readouterr().err


def test_links_come_from_an_engine(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is no engine"):
        train_quotes([gold], tmp_path / "engine", held_out=tmp_path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--epochs", "0"), "must be 1 or more"),
        (("--half-epochs", "-1"), "must be 1 or more"),
        (("--set-aside", "1"), "cannot be set aside"),
        (("--set-aside", "-2"), "cannot be set aside"),
    ],
)
def test_numbers_that_make_no_sense_are_refused(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, str], message: str
) -> None:
    assert train(gold, "--out", tmp_path / "engine", *options) == 2
    assert message in capsys.readouterr().err


# ---- with PyTorch


@pytest.fixture(scope="module")
def fitted() -> Iterator[Any]:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    from toolkit.training.fit import fit_tagger

    return fit_tagger([story(n) for n in range(12)], seed=1, epochs=2)


@pytest.fixture(scope="module")
def exported(fitted: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from toolkit.annotate.quotes.weights import load_links
    from toolkit.training.export import save_engine

    folder = tmp_path_factory.mktemp("engine")
    save_engine(folder, fitted, *load_links(find_engine()), name="tiny-1")
    return folder


def test_the_exported_network_computes_what_was_trained(fitted: Any, exported: Path) -> None:
    import torch

    from toolkit.annotate.quotes.weights import _session

    session = _session((exported / "network.onnx").read_bytes())
    inputs = torch.randn(2, 30, fitted.network.skip.weight.shape[1], generator=torch.Generator().manual_seed(1))
    hidden = inputs
    with torch.no_grad():
        for layer in fitted.network.layers:
            hidden = layer(hidden)[0]
        expected = (fitted.network.out(hidden) + fitted.network.skip(inputs)).numpy()
    feed = {"inputs": inputs.transpose(0, 1).numpy(), "lengths": np.array([30, 30], np.int32)}
    assert np.abs(session.run(None, feed)[0].transpose(1, 0, 2) - expected).max() < 1e-4


def test_the_exported_engine_scores_an_article_as_the_trained_one(fitted: Any, exported: Path) -> None:
    from toolkit.annotate.quotes.weights import load_engine
    from toolkit.training.fit import score_windows

    labelled = list(label_windows([story(3), story(20)]))
    tagger = load_engine(str(exported)).tagger
    for item in labelled:
        (expected,) = score_windows(fitted, [item])
        (found,) = tagger._scores([item.window])
        assert np.abs(found - expected).max() < 5e-3  # tables of columns are kept in 16 bits


def test_the_exported_tables_forbid_what_the_network_does(fitted: Any, exported: Path) -> None:
    with np.load(exported / "tables.npz") as tables:
        assert (tables["transitions"] == fitted.transitions()).all()


def test_one_seed_gives_one_network(fitted: Any) -> None:
    import torch

    from toolkit.training.fit import fit_tagger

    again = fit_tagger([story(n) for n in range(12)], seed=1, epochs=2).network.state_dict()
    other = fit_tagger([story(n) for n in range(12)], seed=2, epochs=2).network.state_dict()
    weights = fitted.network.state_dict()
    assert all(torch.equal(value, again[name]) for name, value in weights.items())
    assert not torch.equal(weights["out.weight"], other["out.weight"])


def test_the_loss_is_the_share_of_the_right_path_among_all(fitted: Any) -> None:
    import torch

    field, n = fitted.network.field, 3
    scores = torch.randn(1, n + 2, 7, generator=torch.Generator().manual_seed(1))
    real = torch.tensor([[True] * n + [False] * 2])
    path = (0, 1, 2)
    with torch.no_grad():
        loss = float(field.loss(scores, *target([path], [1.0], n + 2), real))
        every = {p: path_score(field, scores[0], p) for p in product(range(7), repeat=n)}
    assert loss == pytest.approx(np.logaddexp.reduce(list(every.values())) - every[path], abs=1e-3)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_the_shares_of_tags_and_moves_are_those_of_all_paths(n: int) -> None:
    """And they are what a field must find likely for the least loss: distillation of whole paths."""
    torch = pytest.importorskip("torch")
    from toolkit.training.field import Field

    field, noise = Field(), torch.Generator().manual_seed(n)
    with torch.no_grad():
        for weights in field.parameters():
            weights.copy_(torch.randn(weights.shape, generator=noise))
    scores = torch.randn(1, 6, 7, generator=noise)
    real = torch.tensor([[True] * n + [False] * (6 - n)])
    with torch.no_grad():
        paths = list(product(range(7), repeat=n))
        every = np.array([path_score(field, scores[0], path) for path in paths])
    likely = np.exp(every - np.logaddexp.reduce(every))
    shares, moves = target(paths, likely, 6)
    found, steps = field.shares(scores, real)
    assert np.abs((found[0] - shares[0]).numpy()[:n]).max() < 1e-4
    assert np.abs((steps[0].sum(0) - moves[0]).numpy()).max() < 1e-4
    scores.requires_grad_()
    field.loss(scores, shares, moves, real).sum().backward()
    assert scores.grad is not None
    assert float(scores.grad[0, :n].abs().max()) < 1e-4


def path_score(field: Any, scores: Any, path: tuple[int, ...]) -> float:
    moves = field.allowed()
    here = sum(float(scores[i, tag]) for i, tag in enumerate(path))
    ends = float(field.start[path[0]] + field.bar[0][path[0]] + field.end[path[-1]])
    return here + ends + sum(float(moves[a, b]) for a, b in pairwise(path))


def target(paths: list[tuple[int, ...]], likely: Any, length: int) -> tuple[Any, Any]:
    """Give shares and moves of a distribution over paths, by counting."""
    import torch

    shares, moves = np.zeros((1, length, 7), np.float32), np.zeros((1, 7, 7), np.float32)
    for path, share in zip(paths, likely, strict=True):
        for i, tag in enumerate(path):
            shares[0, i, tag] += share
        for a, b in pairwise(path):
            moves[0, a, b] += share
    return torch.from_numpy(shares), torch.from_numpy(moves)


def test_a_trained_engine_finds_quotations_under_its_name(gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    pytest.importorskip("onnx")
    told: list[str] = []
    folder = train_quotes(
        [gold], tmp_path / "ours", epochs=1, one_in=0, name="ours-1", held_out=str(find_engine()), say=told.append
    )
    assert sorted(path.name for path in folder.iterdir()) == sorted(ENGINE_FILES)
    assert told[0] == "12 articles to learn from, 0 set aside for the test"
    rows = find_quotes("“We wait,” Ada Vale said.\n\n“We wait.”", engine=str(folder))
    assert {row.method for row in rows} <= {"ours-1"}


# ---- a teacher


SHORT = "“We wait,” Ada Vale said.\n\nThe town lies on a river."
LONG = SHORT + "\n\n" + "Ben Roth told us that it rained. " * 8 + "\n\nNobody came."


@given(st.integers(0, 2**32 - 1), st.sampled_from([SHORT, LONG]), st.integers(5, 200))
@settings(max_examples=20)
def test_a_teachers_labels_hold_in_whatever_windows_a_text_is_read(seed: int, text: str, longest: int) -> None:
    labelled_by = Article("a", text, (), tuple(split_passages(text)))
    n = sum(len(part) for part in read_paragraphs(text, labelled_by.passages))
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(7), n).astype(np.float16)
    moves = rng.random((n, 7, 7)).astype(np.float16)
    taught = {text_key(text): Taught(shares, moves)}
    windows = list(label_windows([labelled_by], longest=longest, taught=taught))
    tokens = np.concatenate([w.shares[[bool(word) for word in w.window.words]] for w in windows])
    assert (tokens == shares).all()
    for w in windows:
        assert all((w.shares[i] == np.eye(7)[0]).all() for i, word in enumerate(w.window.words) if not word)
    left = sum(len(w.window.paragraphs()) for w in windows)  # moves from the last token of a paragraph to a separator
    assert sum(w.moves.sum() for w in windows) == pytest.approx(moves.sum(dtype=np.float64) + left, rel=1e-3)


def test_where_people_marked_a_text_a_teacher_has_a_say_and_elsewhere_all() -> None:
    gold = article("<content>“We wait,”</content> <source>Ada Vale</source> <cue>said</cue>.")
    n = sum(len(part) for part in read_paragraphs(gold.text, gold.passages))
    outside = Taught(np.eye(7, dtype=np.float16)[[0] * n], np.zeros((n, 7, 7), np.float16))
    (plain,) = label_windows([gold])
    (both,) = label_windows([gold], taught={text_key(gold.text): outside})
    (alone,) = label_windows([replace(gold, attributions=())], taught={text_key(gold.text): outside})
    assert (plain.shares == np.eye(7)[plain.tags]).all()
    begins = plain.tags.index(1)
    assert 0 < both.shares[begins, 1] < 1
    assert both.shares.sum(1) == pytest.approx(np.ones(n + 2))
    assert (alone.shares[:, 0] == 1).all()
    rewritten = rewrite_some(gold, random.Random(1), share=1.0)
    (other,) = label_windows([rewritten], taught={text_key(gold.text): outside})
    assert (other.shares == np.eye(7)[other.tags]).all()


@pytest.fixture
def labels(tmp_path: Path) -> tuple[Path, list[Article], Scores]:
    texts = [Article(f"t-{n}", text, (), tuple(split_passages(text))) for n, text in enumerate((SHORT, LONG))]
    n = sum(len(part) for a in texts for part in read_paragraphs(a.text, a.passages))
    moves = np.where(np.arange(7) % 2 == 0, -1e4, 0.0) * np.ones((7, 7)) * (1 - np.eye(7))
    moves[:, 0] = 0
    for begins in (1, 3, 5):
        moves[begins, begins + 1] = 0
    scores = Scores.rounded(np.random.default_rng(1).normal(0, 3, (n, 7)).astype(np.float32), moves.astype(np.float32))
    save_labels(tmp_path / "labels.npz", {"unmarked": (texts, scores)})
    return tmp_path / "labels.npz", texts, scores


def test_labels_are_read_back_as_shares_that_obey_what_is_forbidden(labels: tuple[Path, list[Article], Scores]) -> None:
    pytest.importorskip("torch")
    path, texts, _ = labels
    taught = load_labels(path, {"unmarked": texts})
    assert list(taught) == [text_key(a.text) for a in texts]
    for found in taught.values():
        assert np.abs(found.shares.sum(1) - 1).max() < 5e-3
        assert np.abs(found.moves.sum(1) - found.shares).max() < 5e-3
        assert found.moves[:, 0, [2, 4, 6]].max() == 0


def test_labels_of_other_texts_are_refused(labels: tuple[Path, list[Article], Scores], tmp_path: Path) -> None:
    path, texts, _ = labels
    with pytest.raises(TrainingError, match="are of other texts"):
        load_labels(path, {"unmarked": texts[::-1]})
    with pytest.raises(TrainingError, match="toolkit train teacher makes one"):
        load_labels(path, {"half": texts})
    with pytest.raises(TrainingError, match="toolkit train teacher makes one"):
        load_labels(tmp_path / "none.npz", {"unmarked": texts})


def test_a_teacher_needs_an_encoder_and_texts(gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "teacher", str(gold), "--out", str(tmp_path / "labels.npz")]) == 2
    assert "needs --encoder DIR and --unmarked FILE" in capsys.readouterr().err
    with pytest.raises(TrainingError, match=r"must end in \.npz"):
        train_teacher([gold], tmp_path / "labels", encoder=tmp_path, unmarked=[])


def test_texts_without_marks_need_an_id_and_a_text(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text(json.dumps({"doc_id": "a", "text": SHORT}) + "\n", encoding="utf-8")
    (found,) = load_unmarked([tmp_path / "news.jsonl"])
    assert (found.text, found.attributions, len(found.passages)) == (SHORT, (), 2)
    (tmp_path / "bad.jsonl").write_text('{"doc_id": "a"}\n', encoding="utf-8")
    with pytest.raises(TrainingError, match=r"bad\.jsonl, line 1: it needs a doc_id and a text"):
        load_unmarked([tmp_path / "bad.jsonl"])


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """Write an encoder of two tiny layers with random weights, as encoders are published."""
    torch = pytest.importorskip("torch")
    tokenizers = pytest.importorskip("tokenizers")
    folder = tmp_path / "encoder"
    folder.mkdir()
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz“”.,", "said", "##s", "##id"]
    pieces += [f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"]
    cutter = tokenizers.Tokenizer(tokenizers.models.WordPiece({p: i for i, p in enumerate(dict.fromkeys(pieces))}))
    cutter.normalizer = tokenizers.normalizers.BertNormalizer()
    cutter.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    cutter.save(str(folder / "tokenizer.json"))
    config = {"model_type": "bert", "vocab_size": len(pieces), "hidden_size": 12, "max_position_embeddings": 512}
    config |= {"num_hidden_layers": 2, "num_attention_heads": 3, "intermediate_size": 16}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    from toolkit.training import encoder as module

    torch.manual_seed(1)
    made = module.Encoder(pieces=len(pieces), width=12, longest=512, layers=2, heads=3, inner=16)
    theirs = {ours: name for name, ours in module._PARTS.items()}
    tensors = {}
    for name, value in made.state_dict().items():
        part, kind = name.rsplit(".", 1)
        outer, _, inner = part.rpartition(".")
        place = f"encoder.layer.{outer.split('.')[1]}.{_inner(inner)}" if outer else theirs[part]
        tensors[f"{place}.{kind}"] = value.numpy()
    header, at = {}, 0
    for name, value in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [at, at := at + value.nbytes]}
    told = json.dumps(header).encode()
    body = b"".join(value.tobytes() for value in tensors.values())
    (folder / "model.safetensors").write_bytes(len(told).to_bytes(8, "little") + told + body)
    return folder


def _inner(ours: str) -> str:
    from toolkit.training.encoder import _LAYER_PARTS

    return {part: name for name, part in _LAYER_PARTS.items()}[ours]


def test_an_encoder_is_read_as_it_was_written(encoder: Path) -> None:
    torch = pytest.importorskip("torch")
    from toolkit.training.encoder import load_encoder

    read, cutter = load_encoder(encoder)
    torch.manual_seed(1)
    made = type(read)(pieces=len(read.words.weight), width=12, longest=512, layers=2, heads=3, inner=16)
    assert all(torch.equal(value, read.state_dict()[name]) for name, value in made.state_dict().items())
    assert [cutter.cut(word) for word in ("said", "Sid", "", "☃")] == [
        [cutter.vocabulary()["said"]],
        [cutter.vocabulary()["s"], cutter.vocabulary()["##id"]],
        [cutter.last],
        [cutter.unknown],
    ]
    (encoder / "config.json").unlink()
    with pytest.raises(TrainingError, match=r"has no config\.json"):
        load_encoder(encoder)


def test_a_network_learns_from_gold_and_from_a_teachers_labels(gold: Path, encoder: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    news = tmp_path / "news.jsonl"
    news.write_text("".join(json.dumps({"doc_id": f"n-{i}", "text": t}) + "\n" for i, t in enumerate((SHORT, LONG))))
    told: list[str] = []
    out = train_teacher(
        [gold], tmp_path / "labels.npz", encoder=encoder, unmarked=[news], epochs=1, one_in=0, say=told.append
    )
    assert len(told) == 8
    folder = train_quotes(
        [gold],
        tmp_path / "e",
        epochs=1,
        one_in=0,
        held_out=str(find_engine()),
        taught_by=out,
        unmarked=[news],
        say=told.append,
    )
    assert "2 texts more that only the teachers labelled" in told
    assert sorted(path.name for path in folder.iterdir()) == sorted(ENGINE_FILES)
    with pytest.raises(TrainingError, match="of other texts"):
        train_quotes([gold], tmp_path / "f", epochs=1, one_in=0, taught_by=out, unmarked=[])
    articles, others = load_gold([gold]), load_unmarked([news])
    lessons, half = load_lessons(out, articles, others)
    assert set(lessons.taught) == {text_key(a.text) for a in (*articles, *others)}
    assert set(half.taught) == {text_key(a.text) for a in others}, "no labels of gold where the links are learnt"
