"""Key words in context, one under the other.

The one rule: the words in the middle stand in one column, and each line leads to its article and row.
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from toolkit.errors import TableError
from toolkit.markup import show_text
from toolkit.show.samples import MOST, fold_groups
from toolkit.show.texts import Html, value_in_words
from toolkit.tables import require_columns

_LINE = ("left", "hit", "right")
_SIDES = {"left of it": "right", "words": "center", "right of it": "left"}
_HIDDEN = (*_LINE, "start", "end")


def show_kwic(kwic: pd.DataFrame, *, by: str | None = None, limit: int = 200, most: int = MOST) -> Html:
    """Show key words in context, as concordancers do: left of them, the words, right of them.

    Parameters
    ----------
    kwic
        ``extract_kwic(rows, corpus)``, or a part of it; what it has beside each line is shown, too.
    by
        A column to group by; groups come folded, with their number of lines.
    limit
        Lines to show at most, per group.
    most
        Lines to show at most in all groups together.

    Examples
    --------
    >>> line = {"doc_id": ["a"], "row_id": ["r1"], "left": ["the"], "hit": ["dam"], "right": ["broke"]}
    >>> show_kwic(pd.DataFrame(line))
    the [dam] broke  (a)
    """
    if limit < 1:
        raise TableError(f"limit is {limit}; it must be 1 line or more")
    require_columns(kwic, [*_LINE, "doc_id", *([by] if by else [])], what="the table of lines (extract_kwic makes one)")
    beside = [name for name in kwic.columns if name not in (*_HIDDEN, by)]
    listed, shown = partial(_lines, beside=beside), kwic.head(limit)
    html = fold_groups(kwic, by, listed, limit=limit, most=most) if by else listed(shown, len(kwic))
    width = max((len(left) for left in shown["left"]), default=0)
    lines = [
        f"{left:>{width}} [{hit}] {right}  ({doc_id})"
        for left, hit, right, doc_id in shown[[*_LINE, "doc_id"]].itertuples(index=False)
    ]
    rest = [_rest(limit, len(kwic))] if len(kwic) > limit else []
    return Html(html, "\n".join([*lines, *rest]) or "no lines", coloured=True)


def _lines(kwic: pd.DataFrame, n: int, *, beside: list[str]) -> str:
    # alignment by an attribute, and lines kept whole by a tag: a notebook that is not trusted keeps no style sheet
    titles = [*_SIDES.items(), *((str(name).replace("_", " "), "left") for name in beside)]
    head = "".join(f'<th scope="col"><div align="{side}">{show_text(name)}</div></th>' for name, side in titles)
    columns = [*_LINE, *beside]
    body = "".join(_line(*values) for values in kwic[columns].itertuples(index=False, name=None))
    rest = f"<p><small>{_rest(len(kwic), n)}</small></p>" if len(kwic) < n else ""
    return (
        f'<div class="tk-scroll"><table class="tk-kwic"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{rest}"
    )


def _line(left: str, hit: str, right: str, *beside: object) -> str:
    context = zip((show_text(left), f"<mark>{show_text(hit)}</mark>", show_text(right)), _SIDES.values(), strict=True)
    known = ((f"<small>{show_text(value_in_words(value))}</small>", "left") for value in beside)
    cells = "".join(f'<td><div align="{side}"><nobr>{html}</nobr></div></td>' for html, side in (*context, *known))
    return f"<tr>{cells}</tr>"


def _rest(shown: int, n: int) -> str:
    return f"{n - shown:,} more lines in the table."
