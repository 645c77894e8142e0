"""Where a result comes from: the place in a file that people edit, and the sentence in the article.

A validation result names terms; its reader wants the line to mend and the words that it rests on.
Both are found through the quads that say it. May know nothing of shapes or of the engine.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import Position
from kg.namespaces import ONTOLOGY, REFERENCE_GRAPH, TERMS, compact
from kg.text.sentences import sentences
from kg.validate.findings import Sentence, Term

_IN_ARTICLE: Final = NamedNode(TERMS + "inArticle")
_START: Final = NamedNode(TERMS + "startOffset")
_END: Final = NamedNode(TERMS + "endOffset")
_QUOTE: Final = NamedNode(TERMS + "exactText")
_SPAN: Final = frozenset((_IN_ARTICLE, _START, _END, _QUOTE))
_REFERENCE: Final = NamedNode(REFERENCE_GRAPH)
_BACKGROUND: Final = frozenset((NamedNode(ONTOLOGY), _REFERENCE))


class Sources:
    """The quads, by what they describe.

    Args:
        quads: what was validated.
        positions: the place of each quad that an annotation says.
        texts: the text of articles, by IRI.
        files: files of reference data, each with its name in messages.
    """

    def __init__(
        self,
        quads: Iterable[Quad],
        positions: Mapping[Quad, Position],
        texts: Mapping[str, str],
        files: Iterable[tuple[Path, str]],
    ) -> None:
        self._positions = positions
        self.texts = texts
        self._files = list(files)
        self._about: defaultdict[object, list[Quad]] = defaultdict(list)
        self._spans: defaultdict[object, dict[NamedNode, object]] = defaultdict(dict)
        for quad in quads:
            if quad.graph_name != NamedNode(ONTOLOGY):
                self._about[quad.subject].append(quad)
                if quad.predicate in _SPAN:
                    self._spans[quad.subject][quad.predicate] = quad.object

    def quads(self, focus: Term, paths: Sequence[Term], value: Term | None) -> list[Quad]:
        """Return the quads behind a result, in the order of the file.

        These are the triple that it names; else what is said of the focus node along its path;
        else, where a value is missing, what the reference data and the register say of it; else all
        that is said of it.

        Args:
            focus: the focus node.
            paths: properties of its path.
            value: the value, if there is one.
        """
        about = self._about.get(focus, [])
        along = [quad for quad in about if quad.predicate in paths]
        exact = [quad for quad in along if quad.object == value]
        # What they declare they declare in full, however much an article says of it.
        declared = [quad for quad in about if paths and quad.graph_name == _REFERENCE]
        found = exact or along or declared or about
        return sorted(found, key=lambda quad: (quad not in self._positions, self._place(quad)))

    def position(self, focus: Term, quads: Sequence[Quad]) -> Position | None:
        """Return the place of the first of ``quads``, or else of what files say of ``focus``."""
        placed = [self._positions[quad] for quad in quads if quad in self._positions]
        return placed[0] if placed else self._in_files(focus)

    def article(self, quads: Sequence[Quad]) -> str:
        """Return the IRI of the article that says ``quads``, or nothing for reference data."""
        for quad in quads:
            graph = quad.graph_name
            if graph not in _BACKGROUND:
                article = self._spans.get(graph, {}).get(_IN_ARTICLE)
                return article.value if isinstance(article, NamedNode) else str(graph)[1:-1]
        return ""

    def sentences(self, focus: Term, quads: Sequence[Quad]) -> tuple[Sentence, ...]:
        """Return the passages that say ``quads``, or that ``focus`` is; in text order."""
        names = dict.fromkeys(chain((focus,), (quad.graph_name for quad in quads)))
        found = (self._sentence(name) for name in names if name in self._spans)
        return tuple(sorted(filter(None, found), key=lambda s: (s.article, s.start, -s.end)))

    def _sentence(self, passage: object) -> Sentence | None:
        span = self._spans[passage]
        article, start, end, quote = map(span.get, (_IN_ARTICLE, _START, _END, _QUOTE))
        if not (isinstance(passage, NamedNode) and isinstance(article, NamedNode)):
            return None
        first, last = _offset(start), _offset(end)
        before, after = around(self.texts.get(article.value, ""), first, last)
        quoted = quote.value if isinstance(quote, Literal) else ""
        return Sentence(passage.value, article.value, first, last, quoted, before, after)

    def _place(self, quad: Quad) -> Position:
        return self._positions.get(quad, Position("", 0))

    def _in_files(self, focus: Term) -> Position | None:
        if not isinstance(focus, NamedNode):
            return None
        names = "|".join(map(re.escape, (compact(focus.value), f"<{focus.value}>")))
        subject = re.compile(rf"^(?:{names})(?=\s)", re.MULTILINE)
        for path, shown in self._files:
            text = path.read_text(encoding="utf-8")
            if found := subject.search(text):
                return Position(shown, text.count("\n", 0, found.start()) + 1)
        return None


def _offset(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) and term.value.isdecimal() else 0


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after some characters in their sentence or sentences.

    Args:
        text: the text.
        start: offset of the first character, in code points.
        end: offset after the last one.
    """
    touched = [one for one in sentences(text) if one.start < end and start < one.end]
    # What is quoted begins and ends within them, or else at white space beside them.
    first = min([start, *(one.start for one in touched)])
    last = max([end, *(one.end for one in touched)])
    return text[first:start], text[end:last]
