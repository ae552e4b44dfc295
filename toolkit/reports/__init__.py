"""Run parameterised notebooks, render them, and record from what they were made."""

from toolkit.reports.run import notebook_file, run_report

__all__ = ["notebook_file", "run_report"]
