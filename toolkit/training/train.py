"""Train an engine: the network on everything; linker and calibration on what one half's network finds in the other.

The one rule: linker and calibration see only tags of articles that the tagging network did not see.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.annotate.quotes.linker import Linker
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.tagger import tag_scores
from toolkit.annotate.quotes.weights import CARD, ENGINE_FILES, find_engine, load_links
from toolkit.errors import TrainingError
from toolkit.training.calibrate import learn_calibration
from toolkit.training.gold import Article, Attribution, load_gold, load_unmarked, set_aside
from toolkit.training.lessons import NO_LESSONS, Lessons, load_lessons
from toolkit.training.links import HeldOut, learn_linker
from toolkit.training.progress import Say, lacks_extra, reporter
from toolkit.training.sequences import label_windows

if TYPE_CHECKING:
    from toolkit.annotate.quotes.confidence import Calibration
    from toolkit.training.fit import Fitted

_FEWEST = 4  # two to learn the links from, and two for the network that finds them


def train_quotes(
    gold: Iterable[str | Path],
    out: str | Path,
    *,
    seed: int = 1,
    epochs: int = 12,
    half_epochs: int = 9,
    one_in: int = 13,
    name: str = "tagger-1",
    held_out: str | Path | None = None,
    taught_by: str | Path | None = None,
    unmarked: Iterable[str | Path] = (),
    say: Say = lambda line: None,
) -> Path:
    """Train a quotation engine and write it into a folder.

    Parameters
    ----------
    gold
        Files of JSON lines: ``{doc_id, text, attributions: [{content, cue, source}]}`` with places ``[start, end]``.
    epochs, half_epochs
        Passes of the network, and of the one that sees every second article only.
    one_in
        One article in so many is set aside for the test, by hash of its id; 0 sets none aside.
    held_out
        Folder of an earlier run with the same gold, whose linker and calibration are taken over: a further seed
        of the network needs none of its own.
    taught_by, unmarked
        A file that `train_teacher` wrote, and the files of texts without marks that it was given: the network learns
        from the teachers' labels, too.
    say
        Is told how far the training is.

    Returns
    -------
    Path
        The folder, for the parameter `engine` of `find_quotes`.

    Raises
    ------
    TrainingError
        Where PyTorch or onnx is missing, the gold does not suffice, or `out` is somebody else's folder.
    """
    target = _own_folder(Path(out))
    earlier = find_engine(str(held_out)) if held_out else None
    _check_numbers(epochs=epochs, half_epochs=half_epochs, one_in=one_in)
    try:
        from toolkit.training.export import save_engine
        from toolkit.training.fit import fit_tagger
    except ImportError as missing:
        raise lacks_extra(missing) from missing
    articles, test = set_aside(load_gold(gold), one_in=one_in)
    say(f"{len(articles)} articles to learn from, {len(test)} set aside for the test")
    if len(articles) < _FEWEST:
        raise TrainingError(f"{len(articles)} articles are too few to learn from; give {_FEWEST} or more")
    lessons = half = NO_LESSONS
    if taught_by:
        lessons, half = load_lessons(taught_by, articles, load_unmarked(unmarked))
        say(f"{len(lessons.unmarked)} texts more that only the teachers labelled")
    fitted = fit_tagger(articles, seed=seed, epochs=epochs, lessons=lessons, report=reporter("network", epochs, say))
    if earlier is None:
        linker, calibration = _learn_links(articles, half, epochs=half_epochs, seed=seed, say=say)
    else:
        linker, calibration = load_links(earlier)
    save_engine(target, fitted, linker, calibration, name=name)
    return target


def _own_folder(folder: Path) -> Path:
    """Refuse a folder that holds something else than an engine, before hours go by."""
    if folder.exists() and not folder.is_dir():
        raise TrainingError(f"{folder} is a file; an engine is a folder of its own")
    held = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if others := [name for name in held if name not in (*ENGINE_FILES, CARD)]:
        raise TrainingError(f"{folder} holds {others[0]}, which is no part of an engine; name a new or empty folder")
    return folder


def _check_numbers(*, epochs: int, half_epochs: int, one_in: int) -> None:
    if min(epochs, half_epochs) < 1:
        raise TrainingError(f"epochs are {epochs} and half epochs {half_epochs}; both must be 1 or more")
    if one_in < 0 or one_in == 1:
        raise TrainingError(f"one article in {one_in} cannot be set aside; give 0 (none), or 2 or more")


def _learn_links(
    articles: Sequence[Article], lessons: Lessons, *, epochs: int, seed: int, say: Say
) -> tuple[Linker, Calibration]:
    from toolkit.training.fit import fit_tagger

    report = reporter("network on every second article", epochs, say)
    fitted = fit_tagger(articles[1::2], seed=seed + 100, epochs=epochs, lessons=lessons, report=report)
    windows = tag_held_out(fitted, articles[::2])
    linker = learn_linker(windows, seed=seed)
    return linker, learn_calibration(windows, seed=seed)


def tag_held_out(fitted: Fitted, articles: Sequence[Article]) -> list[HeldOut]:
    """Tag articles with a network that was not trained on them."""
    from toolkit.training.fit import score_windows

    labelled = list(label_windows(articles))
    scores = score_windows(fitted, labelled)
    tagged = tag_scores([item.window for item in labelled], scores, fitted.transitions())
    return [
        HeldOut(item.window, found, _near(item.window, articles[item.article]), item.article)
        for item, found in zip(labelled, tagged, strict=True)
    ]


def _near(window: Window, article: Article) -> list[Attribution]:
    """Give the attributions that have a part in the window."""
    low, high = min(s for s, w in zip(window.starts, window.words, strict=True) if w), max(window.ends)
    return [a for a in article.attributions if any(start < high and end > low for start, end in a.ranges)]
