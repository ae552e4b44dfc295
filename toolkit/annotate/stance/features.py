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

Fired = tuple[str, int, int]  # the feature, and the first and last token that make it

REGIONS = ("all", "L", "L4", "Lclause", "Lfar", "R", "R4", "Rclause", "Rfar")
SHAPES = ("quoted", "quotes", "place", "length")

_CLAUSE, _FAR = [3, 7], [4, 8]  # columns of REGIONS
_LONGEST = 256  # tokens; a longer text has a table of its own
_SIDE, _NEAR, _NEXT, _TOUCHING = 12, 6, 3, 2  # tokens from the target
_CLAUSE_ENDS = frozenset(
    ', ; : — – ( ) " but while although whereas because though despite however that who which and after as when if'.split()
)


def fired_features(masked: Masked, target: int) -> Iterator[Fired]:
    """Give the features of words: alone and in pairs anywhere, by side and distance near the target."""
    forms, last = masked.forms, len(masked) - 1
    for i, form in enumerate(forms):
        yield form, i, i
        if i < last:
            yield f"{form} {forms[i + 1]}", i, i + 1
    for side, step in (("<", -1), (">", 1)):
        edge = target if step < 0 else last - target
        for n in range(1, min(edge, _SIDE) + 1):
            i = target + step * n
            form = forms[i]
            yield f"{side}12 {form}", i, i
            if n <= _NEAR:
                yield f"{side}6 {form}", i, i
                if n < edge:
                    yield f"{side}2 {form} {forms[i + step]}", i, i + step
            if n <= _NEXT:
                yield f"{side}3 {form}", i, i
            if n <= _TOUCHING:
                yield f"{side}@{n} {form}", i, i
        if edge >= _NEXT:
            near = [target + step * n for n in range(1, _NEXT + 1)]
            yield f"{side}= {' '.join(forms[i] for i in near)}", near[0], near[-1]


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
