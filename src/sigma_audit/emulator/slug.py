"""UUID <-> urlId as the API writes it: base 62, digits 0-9 a-z A-Z, unpadded (Appendix B).

The emulator's own; the tool under test decodes in SQL, so that the two can disagree.
"""

from __future__ import annotations

import uuid

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def slug(inode_id: str) -> str:
    """Give the urlId of a UUID."""
    number, text = uuid.UUID(inode_id).int, ""
    while number:
        number, digit = divmod(number, 62)
        text = _DIGITS[digit] + text
    return text or "0"


def unslug(text: str) -> str:
    """UUID of a urlId, or of a UUID in any case; ValueError when it is neither."""
    if len(text) in (32, 36):
        return str(uuid.UUID(text))
    number = 0
    for character in text:
        number = number * 62 + _DIGITS.index(character)
    return str(uuid.UUID(int=number))
