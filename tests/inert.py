"""What a page may be made of: one script and one style of ours, and links to pages beside it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser


class Parts(HTMLParser):
    """The tags and attributes of a document; text and values are not mistaken for either."""

    def __init__(self, dom: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.feed(dom)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # a script of a type that no browser runs is data
        is_data = tag == "script" and ("type", "application/json") in attrs
        self.tags["data" if is_data else tag] += 1
        for name, value in attrs:
            self.attributes.add(name)
            if name == "href":
                self.links.add(value or "")


def is_inert(dom: str) -> Parts:
    """Assert that one script is all that a page has to run or to fetch, and under which policy."""
    parts = Parts(dom)
    assert parts.tags["script"] == parts.tags["style"] == 1
    foreign = {"iframe", "object", "embed", "link", "base", "img", "form", "audio", "video"}
    assert foreign.isdisjoint(parts.tags)
    assert {"src", "srcset", "action", "formaction", "style", "background"}.isdisjoint(
        parts.attributes
    )
    assert not any(name.startswith("on") for name in parts.attributes)
    assert all(
        re.match(r"#|(\.\./)?[\w/-]+\.(html|csv|json|xlsx)", link) for link in parts.links
    ), parts.links
    assert re.search(
        r'http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        r"style-src 'sha256-[^' ]+'; script-src 'sha256-[^' ]+'; "
        r"base-uri 'none'; form-action 'none'\"",
        dom,
    )
    return parts
