"""A headless Chromium that sees pages as a reader does, and reaches nothing beyond this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str:
    """Return the browser's path; where there is none the test is skipped, and fails in CI."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = f"no browser on the path ({', '.join(BROWSERS)})"
        if os.environ.get("CI") == "true":
            pytest.fail(f"in CI this test must run, but there is {reason}", pytrace=False)
        pytest.skip(reason)
    return found


def visit(address: str, profile: Path) -> tuple[str, list[str]]:
    """Return the document that a browser makes of a page, and what its console says.

    Args:
        address: a ``file:`` IRI, or one of a server on 127.0.0.1.
        profile: a folder that the browser may write to.
    """
    finished = subprocess.run(
        [
            find_browser(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--allow-file-access-from-files",
            "--enable-logging=stderr",
            "--virtual-time-budget=20000",
            "--window-size=1300,900",
            f"--user-data-dir={profile}",
            "--dump-dom",
            address,
        ],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "HOME": str(profile)},
    )
    return finished.stdout, re.findall(r":CONSOLE[^\]]*\] (.*)", finished.stderr)
