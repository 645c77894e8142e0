"""What every surface of a server shares: answers that are kept, and for how long."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from kg.errors import KgError
from kg.limits import Limits
from kg.serve import service as module
from kg.serve.options import Options
from kg.serve.service import Service
from kg.worker import Sparql, Stored
from kg.worker.document import Document
from tests.endpoint_sample import stored
from tests.worlds import EXAMPLE, quads

T = TypeVar("T")

QUESTION = """\
#+ title: Things
#+ question: Which things have a number?
#+ params:
#+   number: {datatype: integer, example: 3}
SELECT ?thing ?passage WHERE {
  VALUES ?number { UNDEF } GRAPH ?passage { ?thing <https://example.org/number> ?number }
} ORDER BY ?thing
"""


def asked(number: str = "", text: str = QUESTION) -> Stored:
    return Stored("things", text, "things.rq", "csv", {"number": number} if number else {})


def with_service(
    folder: Path, work: Callable[[Service], Awaitable[T]], **limits: int
) -> tuple[T, Service]:
    """Return what ``work`` finds with a service of a small graph."""
    project = stored(folder, quads())
    service = Service(project, Options(limits=replace(Limits(workers=1), **limits)))

    async def run() -> T:
        await service.start()
        try:
            return await work(service)
        finally:
            await service.stop()

    return asyncio.run(run()), service


def test_the_same_question_is_answered_once(tmp_path: Path) -> None:
    async def work(service: Service) -> list[bool]:
        first = await service.answer(asked())
        same = await service.answer(asked())
        other_value = await service.answer(asked("3"))
        other_text = await service.answer(
            asked(text=QUESTION.replace("ORDER BY ?thing", "ORDER BY DESC(?thing)"))
        )
        assert first.reply.body != other_value.reply.body
        assert first.reply.body != other_text.reply.body
        return [same is first, other_value is first, other_text is first]

    found, _ = with_service(tmp_path, work)
    assert found == [True, False, False]


def test_another_build_answers_anew(tmp_path: Path) -> None:
    async def work(service: Service) -> tuple[str, str, int, int]:
        first = await service.answer(asked())
        stored(tmp_path, quads()[:-1])
        while service.build == first.build:
            await asyncio.sleep(0.02)
        second = await service.answer(asked())
        return first.build, second.build, first.reply.rows, second.reply.rows

    (first, second, before, after), service = with_service(tmp_path, work)
    assert first != second == service.build
    assert (before, after) == (60, 59)


@pytest.mark.parametrize("job", [Sparql("ASK {}", "Q", "json"), asked("3")])
def test_what_is_not_kept(tmp_path: Path, job: Sparql | Stored) -> None:
    async def work(service: Service) -> bool:
        return await service.answer(job) is await service.answer(job)

    found, _ = with_service(tmp_path, work, cache_mb=0)
    assert not found


def test_what_is_kept_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # So that an answer takes more than a fifth of what there is.
    monkeypatch.setattr(module, "_ENTRY", 220_000)

    async def work(service: Service) -> list[bool]:
        first = [await service.answer(asked(str(number))) for number in range(5)]
        # The last four fit, and the one that has been asked for again stays.
        again = await service.answer(asked("1"))
        await service.answer(asked("6"))
        return [
            again is first[1],
            await service.answer(asked("1")) is again,
            await service.answer(asked("2")) is first[2],
        ]

    found, _ = with_service(tmp_path, work, cache_mb=1)
    assert found == [True, True, False]


def test_errors_and_lists_that_go_on_are_not_kept(tmp_path: Path) -> None:
    async def work(service: Service) -> None:
        for _ in range(2):
            with pytest.raises(KgError, match="no whole number"):
                await service.answer(asked("three"))
        with pytest.raises(KgError):
            await service.answer(Document(EXAMPLE + "none", "turtle", after="x"))

    with_service(tmp_path, work)
