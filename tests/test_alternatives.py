"""Many words as one pattern match what they match one by one."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from toolkit.corpus.alternatives import any_of

WORDS = st.lists(st.text("abAB.-*( ", min_size=1, max_size=4), min_size=1, max_size=8)


@given(WORDS, st.text("abAB.-*( ", max_size=20))
def test_the_longest_word_is_matched_at_every_place(words: list[str], text: str) -> None:
    longest_first = "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
    found = [match.span() for match in re.finditer(any_of(words), text)]
    assert found == [match.span() for match in re.finditer(longest_first, text)]
