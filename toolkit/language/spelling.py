"""A key under which the spellings of one name from another script meet: Qassem, Kassem, Ghasem.

The one rule: consonants stay; of the vowels only the kind of the first and of a last one; what still differs is another
name (Khamenei, Khomeini). Made for names from Arabic, Persian, Hebrew and Russian as English news spells them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NAME_WORD = re.compile(r"[^\W\d_]+(?:['`\u02be\u02bf][^\W\d_]+)*")
ARTICLES = frozenset("a ad adh al ar as ash at az el ed er es ez".split())
SPACED_ARTICLES = ("al", "el")  # which a space may part from the name
_WITH_DIN = re.compile(r"(.{2,}?)[aeiou](?:dd|d)(?:in|ine|een|ien)")
_WITH_ABD = re.compile(r"abd[aeou](?:l(?=.{4})|([rnszdt])(?=\1))(.+)|abd[aeou]l")
# Each reads what the one before left; the letter after it is one without which there is nothing to read. Capitals stand
# for sounds of several letters, A for an ending in a.
_SOUNDS = tuple(
    (re.compile(pattern), sound, letter)
    for pattern, sound, letter in (
        ("tzh|tsh", "zh", "t"),
        ("dzh|dj", "j", "d"),
        ("sch|sh", "S", "h"),
        ("tch|ch", "C", "h"),
        ("kh", "X", "h"),
        ("gh|q|ck", "k", ""),
        ("ph", "f", "h"),
        ("tz|ts", "z", "t"),
        ("th", "t", "h"),
        ("dh", "d", "h"),
        ("x", "ks", "x"),
        ("c(?=[eiy])", "s", "c"),
        ("c", "k", "c"),
        ("v|^w|w(?=[aeiouy])", "W", ""),
        ("w", "u", "w"),
        (r"([^aeiou])\1+", r"\1", ""),
        ("^y(?=i)", "", "y"),
        ("ieh$", "iyA", "h"),
        ("[aei]h$|a$|(?<=[^aeioun])e$", "A", ""),
        ("(?<=[^aeiou])e$|(?<=[ou])h$", "", ""),
        ("^y(?=[aeou])|(?<=[aeiou])y(?=[aeiou])|[iy](?=[aouA])", "Y", ""),
        ("(?<=a)(?=[ou])|(?<=[ou])(?=[aA])", "W", ""),
        ("y", "i", "y"),
    )
)
_VOWEL = re.compile("[aeiouA]")
_CLOSING = re.compile("(?:(ee)|([aeiou]))[^aeiouA]+$")


def is_article(word: str, after: str) -> bool:
    """Say whether a word is the article of a name, by what stands right after it: al-Zahar, a-Zahar, Al Thani."""
    return word.lower() in ARTICLES and (after == "-" or (after == " " and word.lower() in SPACED_ARTICLES))


def read_name(name: str) -> tuple[tuple[str, str], ...]:
    """Read the words of a name, without its articles, as `read_word` does."""
    words = [word for word in NAME_WORD.finditer(name) if not is_article(word.group(), name[word.end() :][:1])]
    return tuple(read for word in words for read in read_word(word.group()))


def name_key(name: str) -> tuple[str, ...]:
    """Give the keys of a name, word for word, without its articles.

    Examples
    --------
    >>> name_key("Qassem Soleimani") == name_key("Ghasem Sulaimani")
    True
    >>> name_key("Izz ad-Din al-Qassam") == name_key("Ezzedine Kassam")
    True
    >>> name_key("Khamenei") == name_key("Khomeini")
    False
    """
    return tuple(key for key, _ in read_name(name))


def spelling_keys(word: str) -> tuple[str, ...]:
    """Give the key of one word; a word that joins two names (Abdelrahman, Izzeddin) has two.

    A key is ``consonants/first vowel/last vowel``; the first is front (F) or back (B), and has a + where the word
    begins with it; the last is a, i, u or nothing.

    Examples
    --------
    >>> spelling_keys("Hizb\u2019allah"), spelling_keys("Mohamed")
    (('hzbl/F/a',), ('mhmd/B/',))
    """
    return tuple(key for key, _ in read_word(word))


@lru_cache(maxsize=65536)
def read_word(word: str) -> tuple[tuple[str, str], ...]:
    """Give the keys of one word, each with the vowel before its last consonant: a, i, or nothing for any other.

    Of words with one key those differ that close in a and in i (Bashar, Bashir), while e is either (Kamel).
    """
    return tuple(_key(_sounds(part)) for part in _parts(_letters(word)))


def word_shape(word: str) -> str:
    """Give the consonants of a word, and a dot wherever vowels stand: stricter than its key.

    Examples
    --------
    >>> word_shape("Mashaal"), word_shape("Mish\u2019al"), word_shape("Larijani"), word_shape("Larjani")
    ('m.S.l', 'm.S.l', 'l.r.j.n.', 'l.rj.n.')
    """
    return " ".join(re.sub("[aeiouA]+", ".", _sounds(part)) for part in _parts(_letters(word)))


def count_consonants(keys: tuple[str, ...]) -> int:
    """Count the consonants in the keys of a name: how much there is to tell it from others."""
    return sum(key.index("/") for key in keys)


def _parts(letters: str) -> tuple[str, ...]:
    if letters.startswith("abd") and (joined := _WITH_ABD.fullmatch(letters)):
        return ("abd", joined[2]) if joined[2] else ("abd",)
    if "d" in letters[2:] and (joined := _WITH_DIN.fullmatch(letters)):
        return joined[1], "din"
    return (letters,)


def _letters(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.lower())
    return "".join(char for char in decomposed if char.isalpha() and char not in "\u02bc\u02be\u02bf")


def _sounds(letters: str) -> str:
    for pattern, sound, letter in _SOUNDS:
        if letter in letters:
            letters = pattern.sub(sound, letters)
    return letters


def _key(letters: str) -> tuple[str, str]:
    first, closing = _VOWEL.search(letters), _CLOSING.search(letters)
    kind = "" if first is None else "B" if first.group() in "ou" else "F"
    opening = "+" if first is not None and first.start() == 0 else ""
    last = letters[-1:]
    ending = "a" if last == "A" else "i" if last in ("i", "e") else "u" if last in ("o", "u") else ""
    vowel = {"a": "a", "i": "i", "ee": "i"}.get(closing[1] or closing[2], "") if closing else ""
    return f"{_VOWEL.sub('', letters)}/{kind}{opening}/{ending}", vowel
