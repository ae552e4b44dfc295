"""Train an engine: the network on everything; linker and calibration on what one half's network finds in the other.

The one rule: linker and calibration see only tags of articles that the tagging network did not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.annotate.quotes.linker import Linker
from toolkit.annotate.quotes.reading import Window
from toolkit.annotate.quotes.tagger import tag_scores
from toolkit.annotate.quotes.weights import load_links
from toolkit.errors import TrainingError
from toolkit.training.calibrate import learn_calibration
from toolkit.training.gold import Article, Attribution, load_gold, set_aside
from toolkit.training.links import HeldOut, learn_linker
from toolkit.training.sequences import label_windows

if TYPE_CHECKING:
    from toolkit.annotate.quotes.confidence import Calibration
    from toolkit.training.fit import Fitted

Say = Callable[[str], None]


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
    say
        Is told how far the training is.

    Returns
    -------
    Path
        The folder, for `load_engine`.
    """
    try:
        from toolkit.training.export import save_engine
        from toolkit.training.fit import fit_tagger
    except ImportError as missing:
        raise TrainingError(
            f"{missing.name} is missing; training needs: pip install 'framing-toolkit[train]'"
        ) from missing
    articles, test = set_aside(load_gold(gold), one_in=one_in)
    say(f"{len(articles)} articles to learn from, {len(test)} set aside for the test")
    target = Path(out)
    fitted = fit_tagger(articles, seed=seed, epochs=epochs, report=_reporter("network", epochs, say))
    if held_out is None:
        linker, calibration = _learn_links(articles, epochs=half_epochs, seed=seed, say=say)
    else:
        linker, calibration = load_links(Path(held_out))
    save_engine(target, fitted, linker, calibration, name=name)
    return target


def _learn_links(articles: Sequence[Article], *, epochs: int, seed: int, say: Say) -> tuple[Linker, Calibration]:
    from toolkit.training.fit import fit_tagger

    report = _reporter("network on every second article", epochs, say)
    fitted = fit_tagger(articles[1::2], seed=seed + 100, epochs=epochs, report=report)
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


def _reporter(what: str, epochs: int, say: Say) -> Callable[[int, float], None]:
    return lambda epoch, loss: say(f"{what}: epoch {epoch + 1} of {epochs}, loss {loss:.4f}")
