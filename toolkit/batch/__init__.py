"""Make many reports from a plan, and an index that compares them; texts are read once for all of them."""

from toolkit.batch.run import list_batch, run_batch

__all__ = ["list_batch", "run_batch"]
