"""The checklist answers what the study tells, and leaves the rest to the author."""

from __future__ import annotations

from dataclasses import replace

import toolkit as tk
from toolkit.rows import Corpus


def test_what_a_study_does_not_tell_is_left_to_the_author(seeds: Corpus) -> None:
    book = tk.load_codebook("iran-hamas")

    told = tk.tabulate_checklist(seeds, book).set_index("asks")
    bare = tk.tabulate_checklist(replace(seeds, study=replace(seeds.study, source="", dyad=None)), book)

    assert told.loc["Where do the texts come from?", "answer"] == seeds.study.source
    assert told.loc["Which articles count?", "answer"] == "both iran and hamas named within one paragraph"
    assert told.loc["How sure are the dates?", "answer"].startswith("5 of 5 are dated")
    assert not told.loc["How well do two coders agree (alpha, with its interval)?", "known"]
    assert set(told.loc[~told["known"], "answer"]) == {"not told: for the author"}
    assert not bare.set_index("asks").loc["Where do the texts come from?", "known"]
    assert bare.set_index("asks").loc["Which articles count?", "answer"].startswith("every article")
