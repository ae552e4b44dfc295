"""Run parameterised notebooks, render them, and record from what they were made."""

from toolkit.reports.checking import Check, check_report
from toolkit.reports.comparing import compare_reports, tell_changes
from toolkit.reports.run import run_report

__all__ = ["Check", "check_report", "compare_reports", "run_report", "tell_changes"]
