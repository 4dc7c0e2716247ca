"""A report's page as its reader sees it: tables by caption, what needs attention, what it rests on.

Knows the page's outline, and nothing of what a report says.
"""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path


class Page(HTMLParser):
    """Tables (caption -> rows of cell texts, the head first) and lists of one HTML report."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tables: dict[str, list[list[str]]] = {}
        self.attention: list[str] = []
        self.trust: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._rows: list[list[str]] = []
        self._caption = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "br", "input", "link", "img", "rect"):
            return
        self._open.append((tag, dict(attrs).get("class") or ""))
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append("")
        elif tag == "li" and self._inside("attention"):
            self.attention.append("")
        elif tag == "li" and self._inside("trust"):
            self.trust.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag == "table":
            self.tables[self._caption.strip()] = self._rows

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "caption" in tags:
            self._caption += data
        elif "td" in tags or "th" in tags:
            self._rows[-1][-1] += data
        elif "li" in tags and self._inside("attention"):
            self.attention[-1] += data
        elif "li" in tags and self._inside("trust"):
            self.trust[-1] += data

    def _inside(self, wanted: str) -> bool:
        return any(tag in ("ol", "ul") and wanted in kind.split() for tag, kind in self._open)
