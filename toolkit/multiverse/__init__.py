"""The declared measure under every combination of declared choices, from articles that are read once."""

from toolkit.multiverse.build import build_multiverse, build_multiverse_evidence, score_multiverse

__all__ = ["build_multiverse", "build_multiverse_evidence", "score_multiverse"]
