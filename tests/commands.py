"""``kg`` called in this process, as in a shell; the fixture ``in_served_project`` says where."""

import pytest

from kg.cli.boundary import run


def kg(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Call ``kg`` and return its exit code, and what it wrote to stdout and stderr."""
    code = run(["--quiet", *words])
    out, err = capsys.readouterr()
    return code, out, err
