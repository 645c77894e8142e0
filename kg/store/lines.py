"""What an artefact says of one subject, found without reading the rest of it.

An artefact is sorted, so a search by halves finds a subject's lines among millions in microseconds,
with its literals as they were written, which a store does not keep. May know nothing of what the
lines say.
"""

import pyoxigraph as ox


class Lines:
    """The lines of an artefact.

    Args:
        data: canonical N-Quads.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def of(self, subject: str) -> list[ox.Quad]:
        """Return the quads whose subject has an IRI, those of the default graph left out."""
        return self._between(f"<{subject}> ".encode(), f"<{subject}>!".encode())

    def of_blank_nodes(self) -> list[ox.Quad]:
        """Return the quads whose subject is a blank node, those of the default graph left out."""
        return self._between(b"_:", b"_;")

    def _between(self, first: bytes, last: bytes) -> list[ox.Quad]:
        """Return the quads of the lines from ``first`` on that sort before ``last``."""
        lines = self._data[self._first(first) : self._first(last)]
        quads = ox.parse(lines, format=ox.RdfFormat.N_QUADS, lenient=True)
        return [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode)]

    def _first(self, key: bytes) -> int:
        """Return where the first line begins that does not sort before ``key``."""
        data = self._data
        low, high = 0, len(data)
        while low < high:
            middle = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", middle) + 1
            if data[middle : middle + len(key)] < key:
                low = end
            else:
                high = middle
        return low
