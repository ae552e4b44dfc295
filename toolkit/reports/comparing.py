"""Compare two reports, table by table and figure by figure.

The one rule: rows are told apart by what they are about, never by where they stand; nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from toolkit.errors import ParameterError
from toolkit.show.texts import value_in_words
from toolkit.tables import load_table

COLUMNS = {
    "name": "str",
    "change": "str",
    "row": "str",
    "column": "str",
    "first": "str",
    "second": "str",
    "difference": "float64",
    "first_low": "float64",
    "first_high": "float64",
    "second_low": "float64",
    "second_high": "float64",
}
_ENDS = ("low", "high")  # of the interval of a table's one estimate
_ESTIMATES = ("share", "estimate", "per_mention", "difference")
_NTH = "\0nth"
_SIDES = ("\0first", "\0second")
_LISTED = 10


def compare_reports(first: Path | str, second: Path | str) -> pd.DataFrame:
    """Compare the tables and figures of two reports, such as an earlier and a later one.

    Parameters
    ----------
    first, second
        Folders of reports; of earlier versions too, since only ``tables/`` and ``figures/`` are read.

    Returns
    -------
    pandas.DataFrame
        One row per change, none for reports that say the same. ``name`` is a table or figure, ``change`` is *gained*,
        *lost* (a row, or where ``row`` is empty a column, table or figure) or *changed* (a value, or a figure).
        ``first`` and ``second`` are the values in words, ``difference`` that of numbers, and ``…_low``, ``…_high``
        the intervals of a share. Rows are told apart by ``row_id``, or else by a table's leading columns.
    """
    folders = Path(first), Path(second)
    for folder in folders:
        if not (folder / "provenance.json").is_file():
            raise ParameterError(f"there is no report in {folder.name!r}: no provenance.json")
    rows = [*_tables(*folders), *_figures(*folders)]
    return pd.DataFrame(
        {name: pd.Series([row.get(name) for row in rows], dtype=kind) for name, kind in COLUMNS.items()}
    )


def tell_changes(changes: pd.DataFrame) -> list[str]:
    """Say in lines what `compare_reports` found: each table and figure, and the shares that moved the most.

    Examples
    --------
    >>> row = {"name": "quotes", "change": "gained", "row": "q1", "column": ""}
    >>> tell_changes(pd.DataFrame([row]).reindex(columns=[*COLUMNS]))
    ['quotes: 1 row gained']
    """
    lines = [f"{name}: {_in_words(of)}" for name, of in changes.groupby("name", sort=True)]
    shares = changes[changes["first_low"].notna() & changes["second_low"].notna() & changes["difference"].notna()]
    largest = shares.loc[shares["difference"].abs().sort_values(ascending=False, kind="stable").index]
    lines += [_moved(row) for row in largest.head(_LISTED).to_dict("records")]
    return lines + ([f"{len(largest) - _LISTED:,} more estimates moved less"] if len(largest) > _LISTED else [])


def _tables(first: Path, second: Path) -> Iterator[dict[str, Any]]:
    names = [{path.stem: path for path in (folder / "tables").glob("*.parquet")} for folder in (first, second)]
    for name in sorted({*names[0]} | {*names[1]}):
        if name not in names[0] or name not in names[1]:
            yield {"name": name, "change": "gained" if name in names[1] else "lost", "row": "", "column": ""}
        else:
            yield from _changes(name, _plain(load_table(names[0][name])), _plain(load_table(names[1][name])))


def _figures(first: Path, second: Path) -> Iterator[dict[str, Any]]:
    names = [{path.name: path for path in (folder / "figures").glob("*.png")} for folder in (first, second)]
    for name in sorted({*names[0]} | {*names[1]}):
        if name not in names[0] or name not in names[1]:
            yield {"name": name, "change": "gained" if name in names[1] else "lost", "row": "", "column": ""}
        elif names[0][name].read_bytes() != names[1][name].read_bytes():
            yield {"name": name, "change": "changed", "row": "", "column": ""}


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """Write lists out as words, which can be compared."""
    lists = [name for name in table.columns if isinstance(table[name].dtype, pd.ArrowDtype)]
    return table.assign(**{name: [str(list(value)) for value in table[name]] for name in lists})


def _changes(name: str, first: pd.DataFrame, second: pd.DataFrame) -> Iterator[dict[str, Any]]:
    shared = [column for column in first.columns if column in second.columns]
    for column in sorted({*first.columns} ^ {*second.columns}):
        yield {"name": name, "change": "gained" if column in second.columns else "lost", "row": "", "column": column}
    keys = _keys(first[shared], second[shared])
    both = _numbered(first, keys).merge(
        _numbered(second, keys), on=[*keys, _NTH], how="outer", suffixes=_SIDES, indicator="\0in"
    )
    for side, change in (("left_only", "lost"), ("right_only", "gained")):
        yield from ({"name": name, "change": change, "row": row} for row in _named(both[both["\0in"] == side], keys))
    stayed = both[both["\0in"] == "both"]
    for column in (column for column in shared if column not in keys):
        yield from _moves(name, column, stayed, keys)


def _keys(first: pd.DataFrame, second: pd.DataFrame) -> list[str]:
    """Give the columns that tell rows apart: the id, or as many of the leading ones as it takes."""
    exact = [str(name) for name in first.columns if not pd.api.types.is_float_dtype(first[name])]
    choices = [["row_id"]] if "row_id" in exact else []
    choices += [exact[:n] for n in range(1, len(exact) + 1)]
    unique = (keys for keys in choices if not (first.duplicated(keys).any() or second.duplicated(keys).any()))
    return next(unique, exact)


def _numbered(table: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Give rows that are about the same a number each."""
    nth = table.groupby([*keys], dropna=False).cumcount() if keys else range(len(table))
    return table.assign(**{_NTH: nth})


def _named(rows: pd.DataFrame, keys: Sequence[str]) -> list[str]:
    """Say in words what each row is about."""
    columns = rows[[*(keys or [_NTH])]]
    return [", ".join(map(value_in_words, values)) for values in columns.itertuples(index=False, name=None)]


def _moves(name: str, column: str, both: pd.DataFrame, keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give the values of one column that are not the same."""
    first, second = (both[column + side] for side in _SIDES)
    apart = both[~((first == second).fillna(value=False) | (first.isna() & second.isna()))]
    told = [f"{end}{side}" for end in _ENDS for side in _SIDES]
    interval = column in _ESTIMATES and {*told} <= {*both.columns}
    for row, about in zip(apart.to_dict("records"), _named(apart, keys), strict=True):
        values = [row[column + side] for side in _SIDES]
        numbers = all(isinstance(value, int | float) and not pd.isna(value) for value in values)
        change: dict[str, Any] = {"name": name, "change": "changed", "row": about, "column": column}
        change |= {side[1:]: None if pd.isna(value) else str(value) for side, value in zip(_SIDES, values, strict=True)}
        change["difference"] = float(values[1]) - float(values[0]) if numbers else None
        change |= {f"{side[1:]}_{end}": row[end + side] for side in _SIDES for end in _ENDS} if interval else {}
        yield change


def _in_words(changes: pd.DataFrame) -> str:
    rows, parts = changes[changes["row"].fillna("") != ""], []
    for change in ("gained", "lost"):
        n = int((rows["change"] == change).sum())
        parts += [f"{n:,} row{'s' if n != 1 else ''} {change}"] if n else []
    moved = rows[rows["change"] == "changed"]
    if len(moved):
        largest = moved["difference"].abs().max()
        by = "" if pd.isna(largest) else f" (by {largest:.3g} at most)"
        parts.append(f"{moved['row'].nunique():,} changed in {', '.join(moved['column'].unique())}{by}")
    whole = changes[changes["row"].fillna("") == ""].fillna({"column": ""})
    parts += [
        f"column {c} {change}" if c else change for c, change in zip(whole["column"], whole["change"], strict=True)
    ]
    return ", ".join(parts)


def _moved(row: dict[Any, Any]) -> str:
    first, second = (
        f"{float(row[side]):.3f} [{row[f'{side}_low']:.3f}, {row[f'{side}_high']:.3f}]" for side in ("first", "second")
    )
    return f"{row['name']}, {row['row']}: {row['column']} {first} → {second}"
