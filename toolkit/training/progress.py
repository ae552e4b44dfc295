"""What training says: how far it is, and what it lacks to begin."""

from __future__ import annotations

from collections.abc import Callable

from toolkit.errors import TrainingError

Say = Callable[[str], None]


def reporter(what: str, epochs: int, say: Say) -> Callable[[int, float], None]:
    """Give what is to be told epoch and loss, and says both."""
    return lambda epoch, loss: say(f"{what}: epoch {epoch + 1} of {epochs}, loss {loss:.4f}")


def lacks_extra(missing: ImportError) -> TrainingError:
    """Give the error that names the extra which brings a missing package."""
    return TrainingError(f"{missing.name} is missing; training needs: pip install 'framing-toolkit[train]'")
