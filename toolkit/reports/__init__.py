"""Run parameterised notebooks, render them, and record from what they were made."""

import sys
from importlib import import_module

# jsonschema, which nbformat imports, would compile a grammar of web addresses: three seconds of every report, for a
# check that no notebook asks for; without that package it does without the check
_ABSENT = "rfc3987_syntax"
if "jsonschema" not in sys.modules and _ABSENT not in sys.modules:
    sys.modules[_ABSENT] = None  # type: ignore[assignment]  # as Python marks what cannot be imported
    import_module("jsonschema")
    del sys.modules[_ABSENT]

from toolkit.reports.checking import Check, check_report  # noqa: E402
from toolkit.reports.comparing import compare_reports, tell_changes  # noqa: E402
from toolkit.reports.run import run_report  # noqa: E402

__all__ = ["Check", "check_report", "compare_reports", "run_report", "tell_changes"]
