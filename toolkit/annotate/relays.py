"""Say who passed words on before they reached the reader: outlets, reports, people who tell what others said.

The one rule: a relay stands in the text; it is linked by its span, and the outermost comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from toolkit.rows import Document, Quote, Span

NameAt = Callable[[Span], str | None]


def with_relays(document: Document, quotes: Sequence[Quote], name_at: NameAt) -> list[Quote]:
    """Give the quotations with their relays."""
    return list(quotes)
