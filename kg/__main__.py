"""``python -m kg``: the command line where no script is installed."""

from kg.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
