"""Say which declared forms may also be found in spellings that nobody listed, and under which keys.

The one rule: only persons and organisations, and only forms with enough consonants to be nobody else's.
"""

from __future__ import annotations

from toolkit.codebook.model import ActorKind
from toolkit.language import count_consonants, name_key

_KINDS: tuple[ActorKind, ...] = ("person", "organisation")
_ENOUGH = 4  # consonants
_ENOUGH_OF_A_SURNAME = 3  # of a person, in at least so many letters:
_LETTERS = 6


def variant_key(form: str, kind: ActorKind) -> tuple[str, ...] | None:
    """Give the keys of a form, word for word; None where only its listed spellings count.

    Examples
    --------
    >>> variant_key("Qassem Soleimani", "person")
    ('ksm/F/', 'slmn/B/i')
    >>> variant_key("Assad", "person"), variant_key("Iran", "state")
    (None, None)
    """
    if kind not in _KINDS or form.isupper():
        return None
    keys = name_key(form)
    surname = kind == "person" and len(keys) == 1 and sum(map(str.isalpha, form)) >= _LETTERS
    return keys if count_consonants(keys) >= (_ENOUGH_OF_A_SURNAME if surname else _ENOUGH) else None
