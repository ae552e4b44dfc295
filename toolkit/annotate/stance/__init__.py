"""How a sentence speaks of an actor that it names: a model that cannot see whom."""

from toolkit.annotate.stance.find import find_stances

__all__ = ["find_stances"]
