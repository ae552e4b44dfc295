"""The face is light, complete, and named by one pattern."""

from __future__ import annotations

import subprocess
import sys

import pytest

import toolkit
from toolkit.errors import ToolkitError

HEAVY = [
    "IPython",
    "anywidget",
    "matplotlib",
    "nbconvert",
    "networkx",
    "nltk",
    "numpy",
    "onnxruntime",
    "pandas",
    "papermill",
    "pyarrow",
]
VERBS = (
    "load_ save_ write_ export_ run_ find_ extract_ score_ count_ compare_ build_ measure_ tabulate_ evaluate_ "
    "suggest_ plot_ show_ read_ explain_ check_"
).split()
# These turn one thing into another for the verbs to take.
HELPERS = [
    "as_document",
    "from_frame",
    "make_document",
    "shipped_codebooks",
    "to_frame",
    "with_articles",
    "with_attributes",
]


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return done.stdout.strip()


def test_importing_the_face_loads_nothing_heavy() -> None:
    code = f"import sys, toolkit; print([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]"


def test_looking_at_the_face_loads_nothing_heavy() -> None:
    code = f"import sys, toolkit; dir(toolkit); print([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]"


@pytest.mark.parametrize("module", ["rows", "errors", "declared", "engine", "codebook", "language", "corpus"])
def test_the_lower_floors_are_light_by_themselves(module: str) -> None:
    heavy = [name for name in HEAVY if name != "numpy"]
    assert run(f"import sys, toolkit.{module}; print([name for name in {heavy} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("name", toolkit.__all__)
def test_every_name_of_the_face_is_found_at_home(name: str) -> None:
    assert getattr(toolkit, name).__name__ == name


@pytest.mark.parametrize("name", toolkit.__all__)
def test_every_public_function_begins_with_a_verb(name: str) -> None:
    public = getattr(toolkit, name)
    if isinstance(public, type):
        assert name[0].isupper()
    else:
        assert name in HELPERS or any(name.startswith(verb) for verb in VERBS)


@pytest.mark.parametrize("name", toolkit.__all__)
def test_every_public_name_says_what_it_is_for(name: str) -> None:
    first = (getattr(toolkit, name).__doc__ or "").strip().split("\n")[0]
    assert first.endswith(".")


def test_dir_lists_every_verb() -> None:
    assert {*toolkit.__all__} <= {*dir(toolkit)}
    assert toolkit.__all__ == sorted(toolkit.__all__)


def test_a_name_that_is_none_says_where_to_look() -> None:
    with pytest.raises(AttributeError, match="toolkit has no 'find_bias'; dir"):
        toolkit.find_bias  # noqa: B018


def test_every_error_is_of_one_tree() -> None:
    from toolkit import errors

    public = [value for name, value in vars(errors).items() if isinstance(value, type) and not name.startswith("_")]
    assert all(issubclass(error, ToolkitError) for error in public if issubclass(error, Exception))
