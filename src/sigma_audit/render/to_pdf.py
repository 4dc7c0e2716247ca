"""A short report as PDF, printed from its page by the optional extra `pdf`: no browser, no script.

Must never cut a long report short: it is refused, and the refusal names what prints it whole. Must
never fetch anything: a page is complete in itself.
"""

from __future__ import annotations

import io
import re
from typing import Any

from sigma_audit.document import Document
from sigma_audit.errors import ConfigError
from sigma_audit.render.cells import text
from sigma_audit.render.to_html import render as page

FORM = "pdf"
ROWS_PRINTED = 2_000  # rows of all its tables: about eighty sheets
BROWSER = "chromium --headless --no-pdf-header-footer --print-to-pdf={0}.pdf {0}.html"
# What the printer does not know: folds stand open, links lead nowhere on paper, words stay whole.
_REWRITTEN = (
    (re.compile(r"<script\b.*?</script>", re.DOTALL), ""),
    (re.compile(r"<(/?)details\b"), r"<\1div"),
    (re.compile(r"<(/?)summary\b"), r"<\1p"),
    (re.compile(r'<a class="skip".*?</a>'), ""),
    (re.compile(r"<a\b[^>]*>"), "<a>"),
)
_STYLE = "body { overflow-wrap: break-word; }"


def refuse_long(document: Document) -> None:
    """Stop at a report that is too long to be read as sheets; ConfigError says what prints it."""
    tables = [document.result, *(section.result for section in document.sections)]
    rows = sum(len(one.rows) for one in tables)
    if rows > ROWS_PRINTED:
        raise ConfigError(
            f"{document.name} has {rows:,} rows: a PDF holds {ROWS_PRINTED:,}, and none is cut",
            "--format html, and print that page with a browser: "
            + BROWSER.format(document.stem)
            + "; or --format xlsx",
        )


def render(document: Document, raw: bool = False) -> bytes:  # noqa: ARG001 - one signature for all
    """Print the page on A4; ConfigError when it is too long, or the extra is not installed."""
    refuse_long(document)
    try:
        import plutoprint
    except ImportError as error:
        raise ConfigError(
            "PDF needs the optional extra pdf, which is not installed",
            "pip install 'sigma-audit[pdf]', or print the page: " + BROWSER.format(document.stem),
        ) from error
    body = page(document).decode()
    for pattern, instead in _REWRITTEN:
        body = pattern.sub(instead, body)
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, media=plutoprint.MEDIA_TYPE_PRINT)
    book.custom_resource_fetcher = _nothing(plutoprint)
    book.load_html(body, user_style=_STYLE)
    # The content's own time, not the clock's: the same report gives the same bytes.
    moment = text(document.facts["taken_at"]).replace(" ", "T") + "Z"
    for name in (plutoprint.PDF_METADATA_CREATION_DATE, plutoprint.PDF_METADATA_MODIFICATION_DATE):
        book.set_metadata(name, moment)
    out = io.BytesIO()
    book.write_to_pdf_stream(out)
    return out.getvalue()


def _nothing(plutoprint: Any) -> Any:
    """Give a fetcher that fetches nothing."""

    class Nothing(plutoprint.ResourceFetcher):  # type: ignore[misc]  # the class is the library's
        def fetch_url(self, url: str) -> Any:
            raise ConfigError(f"a page asked for {url}", "a page is complete in itself")

    return Nothing()
