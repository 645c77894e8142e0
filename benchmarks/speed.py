"""How fast the commands are, as ratios of one run: ``python benchmarks/speed.py [--runs N]``.

Machines are noisy: each figure is the median of several cold processes, the two sides of a ratio
run in turn, and the ratio is the median of the pairs. Prints a Markdown table.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
KG = Path(sys.executable).with_name("kg")
QUESTION = ["query", "who-must-consent", "--state", "Turkey"]


def seconds(command: list[str | Path], folder: Path) -> float:
    """Return the wall time of one process, in seconds."""
    begin = time.perf_counter()
    subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.perf_counter() - begin


def project_copy(folder: Path) -> Path:
    """Return a copy of the project's data in ``folder``, without a built graph."""
    for name in ("articles", "ontology", "queries", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def median(measure: Callable[[], float], runs: int) -> float:
    """Return the median of ``runs`` measurements after one that is not counted."""
    measure()
    return statistics.median(measure() for _ in range(runs))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    os.environ.pop("KG_STORE", None)
    # As on a user's machine: the warm-up compiles, the measured processes read the bytecode.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_copy(Path(temporary))
        store = folder / ".accord"

        def build_from_nothing() -> float:
            shutil.rmtree(store, ignore_errors=True)
            return seconds([KG, "build"], folder)

        from_nothing = median(build_from_nothing, runs)
        unchanged = median(lambda: seconds([KG, "build"], folder), runs)
        graph = folder / "graph.trig"
        seconds([KG, "export", "--format", "trig", "--output", graph], folder)
        baseline: list[str | Path] = [
            sys.executable, ROOT / "benchmarks" / "rdflib_baseline.py", graph,
            ROOT / "queries" / "who-must-consent.rq", "https://w3id.org/accord-kg/id/turkey",
        ]  # fmt: skip
        pairs = [
            (seconds([KG, *QUESTION], folder), seconds(baseline, folder)) for _ in range(runs + 1)
        ][1:]
        query = statistics.median(ours for ours, _ in pairs)
        rdflib = statistics.median(theirs for _, theirs in pairs)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        interpreter = median(lambda: seconds([sys.executable, "-c", "pass"], folder), runs)
    print(f"Medians of {runs} cold processes on this machine.\n")
    print("| what | seconds | ratio |")
    print("| --- | ---: | ---: |")
    print(f"| `kg {' '.join(QUESTION)}` | {query:.3f} | {ratio:.2f} of the rdflib script |")
    print(f"| the same with a plain rdflib script | {rdflib:.3f} | 1 |")
    print(f"| `kg build` from nothing, validation included | {from_nothing:.2f} | |")
    share = unchanged / from_nothing
    print(f"| `kg build`, nothing changed | {unchanged:.3f} | {share:.2f} of the above |")
    print(f"| an empty Python process | {interpreter:.3f} | |")


if __name__ == "__main__":
    main()
