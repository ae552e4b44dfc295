"""Let teachers label what the network learns from, and load their labels.

The one rule: an article's own gold never stands behind its labels, and what the links are learnt from has been seen
by no teacher of the network that tags it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import TrainingError
from toolkit.training.gold import Article, load_gold, load_unmarked, set_aside
from toolkit.training.progress import Say, lacks_extra, reporter
from toolkit.training.taught import Taught, load_labels, save_labels

_FOLDS = 4
_RATES = (2e-4, 1e-4, 3e-4)  # of the teachers that see all gold
_FOLD_SEED, _HALF_SEED = 100, 201


@dataclass(frozen=True, slots=True)
class Lessons:
    """Hold a teacher's labels by the key of their text, and articles that only the teacher labelled."""

    taught: dict[str, Taught] = field(default_factory=dict)
    unmarked: Sequence[Article] = ()


NO_LESSONS = Lessons()


def train_teacher(
    gold: Iterable[str | Path],
    out: str | Path,
    *,
    encoder: str | Path,
    unmarked: Iterable[str | Path],
    epochs: int = 9,
    one_in: int = 13,
    say: Say = lambda line: None,
) -> Path:
    """Fit an encoder to gold eight times, and write what these teachers find likely in gold and in other texts.

    Three see all that is not set aside; four see three quarters each, and label the fourth; these seven together label
    the unmarked texts. One sees every second article and labels the unmarked texts for the network of the links. On an
    accelerator it takes minutes.

    Parameters
    ----------
    gold, one_in
        As for `train_quotes`; what is set aside there is set aside here.
    out
        A file, ``.npz``.
    encoder
        Folder of a pretrained encoder of BERT's form.
    unmarked
        Files of JSON lines, ``{doc_id, text}``: news like that in which quotations will be looked for.

    Returns
    -------
    Path
        The file, for the parameter `taught_by` of `train_quotes`.

    Raises
    ------
    TrainingError
        Where PyTorch or tokenizers is missing, the gold does not suffice, or the folder holds no such encoder.
    """
    target = Path(out)
    if target.suffix != ".npz":
        raise TrainingError(f"{target} must end in .npz")
    try:
        from toolkit.training import teacher
    except ImportError as missing:
        raise lacks_extra(missing) from missing
    articles, _ = set_aside(load_gold(gold), one_in=one_in)
    others = load_unmarked(unmarked)
    if len(articles) < 2 * _FOLDS:
        raise TrainingError(f"{len(articles)} articles are too few to learn from; give {2 * _FOLDS} or more")

    def fit(what: str, learnt: Sequence[Article], seed: int, rate: float = _RATES[0]) -> tuple[Any, Any]:
        report = reporter(f"teacher, {what}", epochs, say)
        return teacher.fit_teacher(encoder, learnt, seed=seed, epochs=epochs, rate=rate, report=report)

    groups: dict[str, tuple[Sequence[Article], Any]] = {}
    every = []
    for k, fold in enumerate(split_folds(articles)):
        kept = {id(article) for article in fold}
        found, cutter = fit(f"fold {k + 1}", [a for a in articles if id(a) not in kept], _FOLD_SEED + k)
        groups[f"fold-{k}"] = fold, teacher.mean_scores([(teacher.score_articles(found, cutter, fold), found)])
        every.append((teacher.score_articles(found, cutter, others), found))
    for seed, rate in enumerate(_RATES, 1):
        found, cutter = fit(f"all gold, {seed}", articles, seed, rate)
        every.append((teacher.score_articles(found, cutter, others), found))
    groups["unmarked"] = others, teacher.mean_scores(every)
    found, cutter = fit("every second article", articles[1::2], _HALF_SEED)
    groups["half"] = others, teacher.mean_scores([(teacher.score_articles(found, cutter, others), found)])
    save_labels(target, groups)
    return target


def split_folds(articles: Sequence[Article]) -> list[Sequence[Article]]:
    """Split articles into folds, each labelled by a teacher that saw the others."""
    return [articles[k::_FOLDS] for k in range(_FOLDS)]


def load_lessons(path: str | Path, articles: Sequence[Article], unmarked: Sequence[Article]) -> tuple[Lessons, Lessons]:
    """Load the lessons of the network, and of the one from whose tags the links are learnt."""
    folds = {f"fold-{k}": fold for k, fold in enumerate(split_folds(articles))}
    taught = load_labels(Path(path), {"unmarked": unmarked, **folds})
    return Lessons(taught, unmarked), Lessons(load_labels(Path(path), {"half": unmarked}), unmarked)
