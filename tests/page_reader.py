"""A page as a test reads it: its ids, links and text; what is not well-formed is an error."""

import re
from html.parser import HTMLParser


class Document(HTMLParser):
    """The ids, links and loads of a page, and its text below each id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.headings: list[int] = []
        self.text: dict[str, list[str]] = {}
        self.all_text: list[str] = []
        self._open: list[str] = []
        self._within: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], "elements that are not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if "href" in values:
            self.hrefs.append((tag, values["href"] or ""))
        self.loads += [value or "" for name, value in attrs if name in ("src", "srcset", "poster")]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in ("meta", "link", "input"):
            return
        self._open.append(tag)
        self._within.append(values.get("id") or "")
        if values.get("id"):
            self.ids.append(values["id"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._within.pop()

    def handle_data(self, data: str) -> None:
        self.all_text.append(data)
        for anchor in filter(None, self._within):
            self.text.setdefault(anchor, []).append(data)

    def section(self, anchor: str) -> str:
        """Return the text below an id, on one line."""
        return " ".join("".join(self.text[anchor]).split())
