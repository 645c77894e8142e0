"""Collects what is wrong, so that an author hears of all of it at once.

Reading stops at no mistake: each unit of work (an article, a passage, a value) is tried, its error
is kept, and the next one is tried. What only follows from a mistake is not one more, and only the
reader of the file can tell; here is how names are matched for that. May know nothing of what is
read.
"""

from collections.abc import Callable, Iterable
from typing import Final, ParamSpec, TypeVar

from kg.errors import AnnotationError, ArticleError, KgError, Mistakes, Position
from kg.text.nearest import nearest

_LISTED: Final = 10
"""Mistakes that are listed where an error has room for one reason only, as in JSON."""

_NOWHERE: Final = Position("", 0)

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Collector:
    """The mistakes that were met so far."""

    def __init__(self) -> None:
        self._errors: list[KgError] = []

    def __len__(self) -> int:
        return len(self._errors)

    def add(self, error: KgError) -> None:
        """Keep a mistake."""
        self._errors.append(error)

    def attempt(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | None:
        """Return what ``work`` returns, or None where it meets a mistake, which is kept.

        Only mistakes of an article and its annotation are: no other error leaves anything to try.
        """
        try:
            return work(*args, **kwargs)
        except Mistakes as several:
            self._errors += several.errors
        except (AnnotationError, ArticleError) as error:
            self._errors.append(error)
        return None

    def error(self) -> KgError:
        """Return what was kept as one error: the mistake itself where there is but one."""
        # A file that is not there has no place in it, and explains most.
        errors = sorted(self._errors, key=lambda error: error.at or _NOWHERE)
        if len(errors) == 1:
            return errors[0]
        listed = [f"{error.at}: {error.what}" if error.at else error.what for error in errors]
        if listed[_LISTED:]:
            listed[_LISTED:] = [f"… and {len(errors) - _LISTED} more"]
        return Mistakes(
            f"there are {len(errors)} mistakes",
            at=errors[0].at,
            why="\n       ".join(listed),
            fix="mend each of them, and build again",
            errors=errors,
        )

    def settle(self) -> None:
        """Go on only where nothing was kept.

        Raises:
            KgError: the one mistake that was kept.
            Mistakes: all that were kept, by file and line.
        """
        if self._errors:
            raise self.error()


class Lacking:
    """What is wrong where a name is unknown, kept until all is read that may be why."""

    def __init__(self) -> None:
        self._errors: dict[str, list[KgError]] = {}

    def add(self, name: str, error: KgError) -> None:
        """Keep what is wrong if nothing explains that ``name`` is unknown."""
        self._errors.setdefault(name, []).append(error)

    def tell(self, mistakes: Collector, lost: Iterable[str], *, alike: bool = False) -> None:
        """Tell ``mistakes`` of the names that :func:`unexplained` leaves over."""
        for name in unexplained(self._errors, lost, alike=alike):
            for error in self._errors[name]:
                mistakes.add(error)


def unexplained(names: Iterable[str], lost: Iterable[str], *, alike: bool = False) -> list[str]:
    """Return the names whose mistake is their own.

    Args:
        names: what is unknown.
        lost: what is missing or malformed; each of them is what the author calls by one of
            ``names``, by the one most like it.
        alike: whether it must be like it; otherwise it is any, where none is.
    """
    rest = list(dict.fromkeys(names))
    for name in lost:
        # Of two names, one may be the beginning or the end of the other.
        like = nearest(name, rest) or [other for other in rest if nearest(other, [name])]
        explained = [*like, *([] if alike else rest)]
        if explained:
            rest.remove(explained[0])
    return rest
