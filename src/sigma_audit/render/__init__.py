"""From a document to bytes: one renderer a format, each reached by its name.

A renderer knows nothing of Sigma, SQL or files, and never computes: two formats of one document
agree cell for cell. What a format needs is imported when it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from sigma_audit.errors import ConfigError

if TYPE_CHECKING:
    from sigma_audit.document import Document

RENDERERS = {
    "html": "to_html",
    "csv": "to_csv",
    "json": "to_json",
    "xlsx": "to_xlsx",
    "pdf": "to_pdf",
    "text": "to_console",
    "vanta-csv": "to_vanta",
    "facts": "to_facts",
}
FILE_FORMATS = ("html", "csv", "json", "xlsx", "pdf", "vanta-csv")
EXPORTS = ("vanta-csv",)  # forms of their own, which only a report that declares them has
_ENDINGS = {"vanta-csv": "vanta.csv", "facts": "facts.json"}


def file_name(stem: str, form: str) -> str:
    """Name a report's file in one format."""
    return f"{stem}.{_ENDINGS.get(form, form)}"


def render(document: Document, form: str, raw: bool = False) -> bytes:
    """Give a document's bytes in one format; `raw` leaves CSV cells undefused. ConfigError."""
    if form not in RENDERERS:
        raise ConfigError(f"there is no format {form!r}", f"there are: {', '.join(RENDERERS)}")
    module = import_module(f"sigma_audit.render.{RENDERERS[form]}")
    renderer = cast("Callable[[Document, bool], bytes]", module.render)
    return renderer(document, raw)
