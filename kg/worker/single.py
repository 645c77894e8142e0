"""One job in one worker, for a command that asks once and waits.

May know nothing of the command.
"""

import subprocess
from io import BytesIO

from kg.limits import Limits
from kg.store import Snapshot
from kg.worker import frames
from kg.worker.ends import (
    COMMAND,
    GRACE,
    START_LIMIT,
    environment,
    opening,
    why_it_did_not_start,
    why_it_ended,
)
from kg.worker.jobs import Job, job_head
from kg.worker.reply import Reply, read_reply


def answer(job: Job, snapshot: Snapshot, limits: Limits) -> Reply:
    """Return the answer to one job; Ctrl-C ends the worker too.

    Raises:
        KgError: it cannot be answered, or not within the limits.
    """
    # A session of its own: Ctrl-C is for the command, which then ends the worker.
    with subprocess.Popen(  # noqa: S603 - the command is a constant
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as worker:
        try:
            said, errors = worker.communicate(
                opening(snapshot, limits) + frames.encode(job_head(job)),
                timeout=START_LIMIT + job.patience * limits.time_limit_ms / 1000 + GRACE,
            )
            code: int | None = worker.returncode
        except subprocess.TimeoutExpired:
            worker.kill()
            said, errors = worker.communicate()
            code = None
        except BaseException:
            worker.kill()
            worker.wait()
            raise
    answers = BytesIO(said)
    is_ready = False
    for message in iter(lambda: frames.read(answers), None):
        if "ready" not in message[0]:
            return read_reply(*message)
        is_ready = True
    if is_ready:
        raise why_it_ended(code, errors, limits, job.patience)
    raise why_it_did_not_start(code, errors, limits)
