"""Run the command line: ``python -m toolkit``."""

from toolkit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
