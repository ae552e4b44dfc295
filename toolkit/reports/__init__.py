"""Run parameterised notebooks, render them, and record from what they were made."""

from toolkit.reports.run import run_report

__all__ = ["run_report"]
