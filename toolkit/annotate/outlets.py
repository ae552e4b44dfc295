"""Tell outlets by their names, so that who reports can be told from who passes on.

The one rule: the table of outlets knows names; a noun such as "Herald" or "news agency" tells the rest.
"""

from __future__ import annotations

import re
from functools import lru_cache

from toolkit.corpus.outlets import canonical_outlet
from toolkit.language.names import find_name_runs

OUTLET_NOUNS = frozenset(
    "agency broadcaster broadcasting bulletin channel chronicle courier daily dispatch echo enquirer examiner "
    "express gazette globe guardian herald inquirer journal ledger magazine mail mirror monitor network news newspaper "
    "observer paper post press radio record register review sentinel site spectator standard star station sun "
    "telegraph television times today tribune tv website weekly wire".split()
)
_TITLES = frozenset(  # of papers, which as first words of longer names tell nothing: Sun Yulan, Star Wars
    "courier echo express globe guardian herald journal mail mirror monitor observer post record register site "
    "spectator standard star sun times today".split()
)
_JOINING = ("of", "on", "and")
_WORD = re.compile(r"[\w]+")


@lru_cache(maxsize=1 << 16)
def names_outlet(words: str) -> bool:
    """Say whether words name an outlet.

    Examples
    --------
    >>> names_outlet("the Harbour Gazette"), names_outlet("the weekly Glas"), names_outlet("the Harbour Board")
    (True, True, False)
    """
    names = [run.name for run in find_name_runs(words)]
    if any(canonical_outlet(name)[1] != "unknown" for name in dict.fromkeys((words, *names))):
        return True
    found = _WORD.findall(words.lower().removeprefix("the "))
    nouns = [word for word in found if word in OUTLET_NOUNS]
    if len(nouns) == 1 < len(found) and found[0] in _TITLES and found[1] not in _JOINING:
        return False
    return bool(nouns) and (bool(names) or words.split()[0].lower() in ("the", "state", "local"))
