"""Read what a person declared in YAML so strictly that a slip is named with file, line and choices.

The one rule: nothing unknown is ignored, because an ignored line is a study that measures something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import yaml

from toolkit.errors import ToolkitError


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one YAML node and the place it stands at; its methods read it as what it should be."""

    node: yaml.Node
    file: str
    error_type: type[ToolkitError]
    name: str = "the file"

    def error(self, message: str) -> ToolkitError:
        """Make (not raise) the error that says `message` with this entry's place."""
        return self.error_type(f"{self.file}, line {self.line}: {message}")

    @property
    def line(self) -> int:
        """The line at which the entry begins, from 1."""
        return int(self.node.start_mark.line) + 1

    def fields(self, *, required: Collection[str] = (), optional: Collection[str] = ()) -> dict[str, Entry]:
        """Read a mapping with exactly these keys."""
        found: dict[str, Entry] = {}
        known = [*required, *optional]
        for key, entry in self.pairs():
            if key not in known:
                raise entry.error(f"{key!r} is not a key of {self.name}; the keys are {', '.join(known)}")
            found[key] = entry
        if missing := [key for key in required if key not in found]:
            raise self.error(f"{self.name} lacks {', '.join(missing)}")
        return found

    def pairs(self) -> Iterator[tuple[str, Entry]]:
        """Read a mapping with any keys, each once."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error(f"{self.name} must be a mapping of keys to values")
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = str(key_node.value)
            entry = Entry(value_node, self.file, self.error_type, key)
            if key in seen:
                raise entry.error(f"{key!r} stands twice in {self.name}")
            seen.add(key)
            yield key, entry

    def items(self) -> list[Entry]:
        """Read a list."""
        if self.is_null():
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error(f"{self.name} must be a list")
        return [Entry(node, self.file, self.error_type, f"an entry of {self.name}") for node in self.node.value]

    def each(self) -> list[Entry]:
        """Give the entries of a list, or this one entry."""
        return [self] if self.is_scalar() else self.items()

    def is_scalar(self) -> bool:
        """Say whether the value is one word or sentence, and no list or mapping."""
        return isinstance(self.node, yaml.ScalarNode) and not self.is_null()

    def is_null(self) -> bool:
        """Say whether the value is empty, ``null`` or ``~``."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag.endswith(":null")

    def text(self) -> str:
        """Read a word or a sentence; numbers and dates come back as they are written."""
        if not isinstance(self.node, yaml.ScalarNode) or self.is_null() or not self.node.value.strip():
            raise self.error(f"{self.name} must be words")
        return " ".join(str(self.node.value).split())

    def texts(self) -> tuple[str, ...]:
        """Read a list of words or sentences."""
        return tuple(item.text() for item in self.items())

    def choice(self, literal: object) -> str:
        """Read one of the words of a ``Literal`` type."""
        return self.one_of(get_args(literal))

    def one_of(self, choices: Collection[str]) -> str:
        """Read one of `choices`."""
        value = self.text()
        if value not in choices:
            raise self.error(f"{self.name} is {value!r}; it must be one of {', '.join(choices)}")
        return value

    def whole_number(self) -> int:
        """Read a number that counts something: 0 or more."""
        value = self.text()
        if not value.isdecimal():
            raise self.error(f"{self.name} is {value!r}; it must be a whole number, 0 or more")
        return int(value)

    def day(self) -> date:
        """Read a day written YYYY-MM-DD."""
        value = self.text()
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.error(f"{self.name} is {value!r}; a day is written YYYY-MM-DD") from None


def load_declared(path: Path, *, error_type: type[ToolkitError]) -> Entry:
    """Parse a YAML file; `error_type` is raised, with file and line, for whatever is wrong with it."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as problem:
        raise error_type(f"{path} cannot be read: {problem}") from None
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise error_type(f"{path}, line {line}: not valid YAML: {problem.problem}") from None
    except yaml.YAMLError as problem:
        raise error_type(f"{path} is not valid YAML: {problem}") from None
    if node is None:
        raise error_type(f"{path} is empty")
    return Entry(node, str(path), error_type)
