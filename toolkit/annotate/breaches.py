"""Find naming choices where a rule of the codebook does not allow them.

The one rule: a breach is a label row and a rule that its words break; nothing is read anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.annotate.labels import find_labels
from toolkit.codebook import Codebook, Rule
from toolkit.corpus import as_document
from toolkit.rows import Breach, Document, Label, Quote, make_row_id

METHOD = "rules-1"


def find_breaches(
    document: Document | str,
    *,
    codebook: Codebook,
    labels: Sequence[Label] | None = None,
    quotes: Sequence[Quote] | None = None,
) -> list[Breach]:
    """Find the naming choices of an article that break a rule of the codebook, rule by rule.

    Words in scare quotes count as verbatim, although nobody is said to say them.

    Parameters
    ----------
    labels
        The article's naming choices; None finds them.
    quotes
        The article's quotations with speakers, which decide the voice of labels to be found; None finds them.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from toolkit.codebook import load_codebook
    >>> rule = Rule("as-said", (), ("delegitimising", "legitimising"), (), ("verbatim",), "Say who calls them so.")
    >>> codebook = replace(load_codebook("iran-hamas"), rules=(rule,))
    >>> text = "The freedom fighters left. “They are thugs,” a shopkeeper said. The thugs had left."
    >>> [(row.rule, row.passage.text, row.voice) for row in find_breaches(text, codebook=codebook)]
    [('as-said', 'freedom fighters', 'narrator'), ('as-said', 'thugs', 'narrator')]
    """
    document = as_document(document)
    rules = codebook.rules
    if labels is None:
        labels = find_labels(document, codebook=codebook, quotes=quotes) if rules else []
    return [_row(rule, label) for rule in rules for label in labels if _breaks(label, rule)]


def _breaks(label: Label, rule: Rule) -> bool:
    about = label.form in rule.forms or label.polarity in rule.kinds
    return about and label.voice not in rule.allowed and (not rule.actors or label.actor in rule.actors)


def _row(rule: Rule, label: Label) -> Breach:
    return Breach(
        row_id=make_row_id(f"breach:{rule.rule_id}:{label.actor}", label.doc_id, (label.label,), METHOD),
        doc_id=label.doc_id,
        zone=label.zone,
        voice=label.voice,
        method=METHOD,
        rule=rule.rule_id,
        message=rule.message,
        form=label.form,
        actor=label.actor,
        actor_name=label.actor_name,
        passage=label.label,
        sentence=label.sentence,
    )
