"""What the stance model weighs: words by their side of and distance from the target, and regions of word vectors.

The one rule: whatever is weighed belongs to tokens, so that every score can be traced back to words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import log
from typing import Any

import numpy as np

from toolkit.annotate.stance.masking import Masked

Key = str | tuple[str, ...]  # one form, or several that follow each other
Fired = tuple[str, Key, int, int]  # the kind of feature, its forms, and the first and last token that make it

REGIONS = ("all", "L", "L4", "Lclause", "Lfar", "R", "R4", "Rclause", "Rfar")
SHAPES = ("quoted", "quotes", "place", "length")

_CLAUSE, _FAR = [3, 7], [4, 8]  # columns of REGIONS
_LONGEST = 256  # tokens; a longer text has a table of its own
_SIDE, _NEAR, _NEXT, _TOUCHING = 12, 6, 3, 2  # tokens from the target
_MARKS = frozenset(',;:–—()"')
_CLAUSE_WORDS = "but while although whereas because though despite however that who which and after as when if"
_CLAUSE_ENDS = _MARKS | frozenset(_CLAUSE_WORDS.split())


def fired_features(masked: Masked, target: int) -> Iterator[Fired]:
    """Give the features of words: alone and in pairs anywhere, by side and distance near the target.

    Kinds: ``1`` and ``2`` anywhere; ``<`` before and ``>`` behind the target: within 12, 6 or 3 tokens, ``@`` at
    the first or second, ``2`` a pair, ``=`` the three that touch it.
    """
    forms, last = masked.forms, len(masked) - 1
    for i, form in enumerate(forms):
        yield "1", form, i, i
        if i < last:
            yield "2", (form, forms[i + 1]), i, i + 1
    for within, near, next_to, touching, pair, three, step in _KINDS:
        edge = target if step < 0 else last - target
        for n in range(1, min(edge, _SIDE) + 1):
            i = target + step * n
            form = forms[i]
            yield within, form, i, i
            if n <= _NEAR:
                yield near, form, i, i
                if n < edge:
                    yield pair, (form, forms[i + step]), i, i + step
            if n <= _NEXT:
                yield next_to, form, i, i
            if n <= _TOUCHING:
                yield touching[n], form, i, i
        if edge >= _NEXT:
            a, b, c = (target + step * n for n in (1, 2, 3))
            yield three, (forms[a], forms[b], forms[c]), a, c


_KINDS = tuple(
    (f"{s}12", f"{s}6", f"{s}3", ("", f"{s}@1", f"{s}@2"), f"{s}2", f"{s}=", step) for s, step in (("<", -1), (">", 1))
)


def feature_name(kind: str, key: Key) -> str:
    """Give the name under which a feature is kept in a file."""
    return f"{kind} {key if isinstance(key, str) else ' '.join(key)}"


def read_feature(name: str) -> tuple[str, Key]:
    """Read a name that `feature_name` gave."""
    kind, *forms = name.split(" ")
    return kind, forms[0] if len(forms) == 1 else tuple(forms)


def region_weights(masked: Masked, target: int) -> Any:
    """Give how much each token counts in each of the `REGIONS`: an array of tokens × regions."""
    forms, n = masked.forms, len(masked)
    reach = _LONGEST if n <= _LONGEST else n
    weights = _by_place(reach)[reach - target : reach - target + n].copy()
    low, high = target, target + 1
    while low > 0 and forms[low] not in _CLAUSE_ENDS:
        low -= 1
    while high < n and forms[high] not in _CLAUSE_ENDS:
        high += 1
    weights[:low, _CLAUSE] = 0
    weights[high:, _CLAUSE] = 0
    weights[low:high, _FAR] = 0
    return weights


@lru_cache(maxsize=8)
def _by_place(reach: int) -> Any:
    """Give the weights by place beside the target, as if every token were in its clause and in another one."""
    place = np.arange(-reach, reach + 1)
    apart = np.abs(place)
    columns = [np.full(len(place), 1 / 15)]
    for side in (place < 0, place > 0):
        columns += [side / (1 + apart / 5) / 3, side * (apart <= 4) / 4, side / 6, side / 12]
    return np.stack(columns, axis=1).astype(np.float32)


def shape_values(masked: Masked, target: int) -> Any:
    """Give the values of `SHAPES`: what is known of the sentence beside its words."""
    marks = [i for i, form in enumerate(masked.forms) if form == '"']
    quoted = sum(i < target for i in marks) % 2
    n = len(masked)
    return np.array([0.3 * quoted, 0.3 * bool(marks), 0.3 * target / n, 0.075 * log(n)], np.float32)
