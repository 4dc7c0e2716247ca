"""What every page of a report has, in the order in which a reader needs it; says what one lacks."""

from __future__ import annotations

import re
from html import unescape

PARTS = {
    "answer": '<p class="answer">',
    "trust strip": '<ul class="trust"',
    "figures": '<ul class="figures"',
    "what needs attention": '<section id="attention"',
    "what changed": '<section id="changed"',
    "table": '<section id="view"',
    "how it was made": '<section id="made"',
    "glossary": '<section id="glossary"',
    "sign-off": '<section class="signoff"',
}
TRUST = {
    "whether it is complete": r"<strong>(Complete|Incomplete)\.",
    "whether it was verified": r"<strong>(Not verified|Verified|Disagrees with Sigma):",
    "when it was taken": r"<strong>Taken",
    "what moved meanwhile": r"<strong>(Nothing moved|Moved meanwhile)",
    "waivers": r"<strong>[^<]*([Ww]aiver|exception)",
}
MADE = {
    "how to re-perform it": r"<code>sigma-audit snapshot verify FILE</code>",
    "the command": r"<li><code>sigma-audit (report run|check|offboard) ",
    "the digest of the library": r"<dt>sql digest</dt><dd>[0-9a-f]{64}",
    "the snapshot": r"<dt>snapshot id</dt><dd>[0-9a-f-]{36}",
    "counts per endpoint": r"(?s)<caption>.{0,300}</caption>.{0,4000}Rows served",
    "queries": r"(?s)(<details class=\"sql\">.*?sha256 <code>[0-9a-f]{64}.*?<pre.*?){4}",
}
FIGURES = range(4, 7)


def _between(page: str, part: str) -> str:
    """Give what stands from one part to the next."""
    names = list(PARTS)
    start = page.find(PARTS[part])
    after = names.index(part) + 1
    end = page.find(PARTS[names[after]], start) if after < len(names) else len(page)
    return page[start:end]


def lacking(page: str) -> list[str]:
    """Name what a page lacks of what the order of a page demands, in words; empty when whole."""
    places = {name: page.find(mark) for name, mark in PARTS.items()}
    lacks = [name for name, place in places.items() if place < 0]
    if lacks:
        return lacks
    if list(places.values()) != sorted(places.values()):
        lacks.append("the order of its parts")
    said = re.search(r'<p class="answer">(.*?)</p>', page, re.DOTALL)
    if said is None or not re.fullmatch(r"\S.{20,}[.?!]", unescape(said[1]).strip(), re.DOTALL):
        lacks.append("an answer that is a sentence")
    trust = _between(page, "trust strip")
    lacks += [what for what, mark in TRUST.items() if not re.search(mark, trust)]
    figures = _between(page, "figures").partition("</ul>")[0]
    if figures.count("<li>") not in FIGURES:
        lacks.append(f"four to six figures ({figures.count('<li>')})")
    if "<i>of" not in figures:
        lacks.append("denominators")
    attention = _between(page, "what needs attention")
    if '<p class="none">' not in attention and "<li" not in attention:
        lacks.append("a finding, or the word that there is none")
    made = _between(page, "how it was made")
    lacks += [what for what, mark in MADE.items() if not re.search(mark, made)]
    if _between(page, "glossary").count("<dt>") < 8:
        lacks.append("a glossary of permissions")
    return lacks
