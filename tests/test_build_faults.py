"""Whatever stops a build, the graph that was there before is whole, and the next build works."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from kg.build import build
from kg.build.pipeline import Stage
from kg.build.stages import STAGES
from kg.errors import StoreError
from kg.project import Project
from kg.store import open_graph, read_generation
from kg.store.lock import exclusive
from kg.store.writer import LOCK
from kg.validate import Report

MINI = Path(__file__).parent / "cases" / "mini"
CHANGED = "articles/gazette/2031-05-03-ferry-talks/annotation.yaml"

BOUNDARIES = [
    (stage, done) for stage in Stage for done in range(3 if stage is Stage.COMPILE else 2)
]
RANDOM_MOMENTS = 50
SEED = 20201112

# Validation is the slowest stage by far, and writes nothing: without it kills fall more densely.
STAGES_TO_KILL = replace(STAGES, validate=lambda _project, _quads, _positions: Report(()))

CHILD = """
import os, signal, sys, time
from dataclasses import replace
from kg.build import build
from kg.build.pipeline import Stage
from kg.project import Project
from kg.build.stages import STAGES
from kg.validate import Report

def progress(stage, done, total):
    if sys.argv[1:] == [stage.name, str(done)]:
        os.kill(os.getpid(), signal.SIGKILL)

stages = replace(STAGES, validate=lambda project, quads, positions: Report(()))
print("ready", flush=True)
start = time.perf_counter()
build(Project.find(), progress=progress, stages=stages)
print(time.perf_counter() - start, flush=True)
"""


@dataclass(frozen=True)
class Scene:
    """A project whose graph is outdated by one article, the bytes of its graph and of the next."""

    project: Project
    old: bytes
    new: bytes

    def copy(self, root: Path) -> "Scene":
        """Return the scene, in another folder, as if nothing had happened."""
        shutil.copytree(self.project.root, root)
        return replace(self, project=Project.find(root))

    def current(self) -> bytes:
        """Return the artefact that counts."""
        found = read_generation(self.project.store)
        assert found
        return found[1]

    def check_unharmed(self) -> None:
        """Check that the old graph counts, can be read, and that nothing half-written is left."""
        assert self.current() == self.old
        assert len(open_graph(self.project)) == self.old.count(b"\n")
        assert leftovers(self.project) == []

    def check_next_build_works(self) -> None:
        """Check that a build, where the new graph is not there yet, ends with it."""
        build(self.project, stages=STAGES_TO_KILL)
        assert self.current() == self.new
        assert leftovers(self.project) == []


def leftovers(project: Project) -> list[Path]:
    return [path for path in project.store.rglob("*") if path.name.endswith(".part")]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    root = tmp_path_factory.mktemp("original") / "project"
    shutil.copytree(MINI, root)
    project = replace(Project.find(root), store=root / ".accord")
    build(project, stages=STAGES_TO_KILL)
    old = Scene(project, b"", b"").current()
    change = root / CHANGED
    text = change.read_text(encoding="utf-8")
    change.write_text(f"note: changed\n{text}", encoding="utf-8")
    elsewhere = replace(project, store=root.parent / "store")
    build(elsewhere, stages=STAGES_TO_KILL)
    return Scene(project, old, Scene(elsewhere, b"", b"").current())


@pytest.fixture(autouse=True)
def _store_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_STORE", raising=False)


@pytest.fixture
def scene(original: Scene, tmp_path: Path) -> Scene:
    return original.copy(tmp_path / "project")


def test_the_scene_has_an_old_graph_and_a_new_one(scene: Scene) -> None:
    assert scene.old != scene.new
    scene.check_unharmed()
    scene.check_next_build_works()


# ---------------------------------------------------------------- killed


def child(project: Project, *words: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, *words],
        cwd=project.root,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def check_after_a_kill(scene: Scene) -> bytes:
    """Check that the old graph is intact, used or not, and return the one that counts."""
    current = scene.current()
    assert current in (scene.old, scene.new)
    assert len(open_graph(scene.project)) == current.count(b"\n")
    kept = [path.read_bytes() for path in scene.project.store.glob("graph-*.nq")]
    assert scene.old in kept
    scene.check_next_build_works()
    return current


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "done"), BOUNDARIES)
def test_killed_at_the_boundary_of_a_stage(scene: Scene, stage: Stage, done: int) -> None:
    with child(scene.project, stage.name, str(done)) as process:
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    switched = (stage, done) == (Stage.SWITCH, 1)
    assert check_after_a_kill(scene) == (scene.new if switched else scene.old)


@pytest.mark.slow
def test_killed_at_random_moments(original: Scene, tmp_path: Path) -> None:
    with child(original.copy(tmp_path / "measured").project) as process:
        duration = float(process.communicate()[0])
    random = Random(SEED)  # noqa: S311 - no secret: the moments must be the same in every run
    ended = 0
    for number in range(RANDOM_MOMENTS):
        scene = original.copy(tmp_path / str(number))
        moment = random.uniform(0, duration)
        with child(scene.project) as process:
            time.sleep(moment)
            process.kill()
            process.communicate()
        ended += process.returncode == 0
        check_after_a_kill(scene)
        shutil.rmtree(scene.project.root)
    assert ended < RANDOM_MOMENTS / 2, "most builds ended before they were killed"


# ---------------------------------------------------------------- interrupted


@pytest.mark.parametrize(("stage", "done"), BOUNDARIES[:-1])
def test_interrupted_at_the_boundary_of_a_stage(scene: Scene, stage: Stage, done: int) -> None:
    def interrupt(at: Stage, steps: int, _total: int) -> None:
        if (at, steps) == (stage, done):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(scene.project, progress=interrupt, stages=STAGES_TO_KILL)
    scene.check_unharmed()
    scene.check_next_build_works()


def test_interrupted_while_it_writes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", interrupt)
        with pytest.raises(KeyboardInterrupt):
            build(scene.project, stages=STAGES_TO_KILL)
    scene.check_unharmed()
    scene.check_next_build_works()


def test_ctrl_c_ends_the_command_with_one_line(scene: Scene) -> None:
    with exclusive(scene.project.store / LOCK, lambda: None):
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from kg.cli import main; sys.exit(main())",
                "build",
            ],
            cwd=scene.project.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stderr
            assert process.stderr.readline() == "waiting for another build to end …\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate()
    assert (process.returncode, out, err) == (130, "", "interrupted\n")
    scene.check_unharmed()
    scene.check_next_build_works()


# ---------------------------------------------------------------- refused by the system

LIMITED = """
import resource, sys
from kg.cli import main
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
sys.exit(main())
"""


@pytest.mark.parametrize("limit", [1_000, 20_000])
def test_a_file_that_cannot_grow_further(scene: Scene, limit: int) -> None:
    # The smaller limit stops the article that is kept, the larger one the artefact.
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "build"],
        cwd=scene.project.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "cannot be written" in done.stderr
    assert "File too large" in done.stderr
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    scene.check_unharmed()
    scene.check_next_build_works()


def full(_descriptor: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forbidden(*_args: object, **_kwargs: object) -> None:
    raise OSError(errno.EACCES, os.strerror(errno.EACCES))


@pytest.mark.parametrize(
    ("module", "name", "refusal", "advice"),
    [
        (os, "fsync", full, "free some space"),
        (os, "open", forbidden, "make the folder writable"),
        (tempfile, "mkstemp", forbidden, "make the folder writable"),
        (Path, "replace", forbidden, "make the folder writable"),
        (Path, "unlink", forbidden, "make the folder writable"),
    ],
)
def test_each_refusal_is_one_message_and_nothing_is_lost(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    refusal: Callable[..., None],
    advice: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(module, name, refusal)
        with pytest.raises(StoreError, match="cannot be written") as caught:
            build(scene.project, stages=STAGES_TO_KILL)
    assert caught.value.fix.startswith(advice)
    assert scene.current() == scene.old
    scene.check_next_build_works()


def test_a_folder_that_cannot_be_written_serves_a_graph_that_is_up_to_date(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(scene.project, stages=STAGES_TO_KILL)
    os.utime(scene.project.root / CHANGED, (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    assert build(scene.project).unchanged


# ---------------------------------------------------------------- readers meanwhile

READER = """
import sys, threading
from kg.project import Project
from kg.store import open_graph

ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
sizes = set()
count = 0
print("ready", flush=True)
while not ended.is_set():
    sizes.add(len(open_graph(Project.find())))
    count += 1
print(count, *sorted(sizes), flush=True)
"""
BUILDS = 30


@pytest.mark.slow
def test_readers_never_fail_while_one_builds(scene: Scene) -> None:
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER],
            cwd=scene.project.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
    path = scene.project.root / CHANGED
    text = path.read_text(encoding="utf-8")
    sizes = {scene.old.count(b"\n")}
    for number in range(BUILDS):
        notes = "".join(f"  - {number} {n}\n" for n in range(number))
        path.write_text(text.replace("note: changed\n", f"note:\n{notes}"), encoding="utf-8")
        if not number:
            path.write_text(text, encoding="utf-8")
        build(scene.project, stages=STAGES_TO_KILL)
        sizes.add(scene.current().count(b"\n"))
    for reader in readers:
        out, _ = reader.communicate()
        count, *seen = map(int, out.split())
        assert reader.returncode == 0
        assert count > 0
        assert set(seen) <= sizes
    assert len(sizes) == BUILDS
