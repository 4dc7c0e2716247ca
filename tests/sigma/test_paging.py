"""Lists, cursors, and lists that lie."""

from typing import Any

import pytest

from sigma_audit.errors import UnexpectedShape
from sigma_audit.sigma.paging import Tally, query_of, reader


def entries(*numbers: int) -> list[dict[str, str]]:
    return [{"id": f"row-{number}"} for number in numbers]


def verdict(*pages: Any, style: str = "pages") -> str:
    """Feed pages to a tally; gives the first thing that is wrong."""
    tally = Tally()
    for page in pages:
        wrong = tally.add(reader(style)(page))
        if wrong:
            return wrong
    return ""


@pytest.mark.parametrize(
    ("style", "document", "rows", "cursor", "total"),
    [
        ("pages", {"entries": entries(1, 2), "nextPage": "7", "total": 9}, 2, "7", 9),
        ("pages", {"entries": entries(1), "nextPage": None}, 1, None, None),
        ("pages", {"entries": [], "nextPage": ""}, 0, None, None),
        ("pages", {"entries": entries(1)}, 1, None, None),
        ("pages", {"entries": entries(1), "nextPage": 50, "hasMore": False}, 1, "50", None),
        ("pages", entries(1, 2, 3), 3, None, None),
        ("tokens", {"entries": entries(1), "nextPageToken": "x"}, 1, "x", None),
        ("tokens", {"entries": entries(1)}, 1, None, None),
        ("array", entries(1, 2), 2, None, None),
        ("array", {"entries": entries(1, 2)}, 2, None, None),
        ("object", {"id": "a"}, 1, None, None),
    ],
)
def test_the_shapes_of_a_list(
    style: str, document: Any, rows: int, cursor: str | None, total: int | None
) -> None:
    listing = reader(style)(document)
    assert (len(listing.entries), listing.cursor, listing.total) == (rows, cursor, total)


@pytest.mark.parametrize(
    ("style", "document"),
    [
        ("pages", {}),
        ("pages", {"nextPage": None}),
        ("pages", {"entries": None, "nextPage": None}),
        ("pages", {"entries": {}, "nextPage": None}),
        ("pages", {"entries": [], "nextPage": {}}),
        ("pages", {"entries": [], "nextPage": True}),
        ("pages", {"entries": [], "nextPageToken": "more"}),
        ("tokens", {"entries": [], "nextPage": "more"}),
        ("array", {"entries": [], "nextPage": "more"}),
        ("pages", "text"),
        ("pages", None),
        ("object", {}),
        ("object", []),
        ("object", {"code": 1, "message": "no", "requestId": "r"}),
    ],
)
def test_what_is_no_list_is_no_empty_list(style: str, document: Any) -> None:
    with pytest.raises(UnexpectedShape):
        reader(style)(document)


def test_the_largest_page_is_always_asked_for() -> None:
    assert query_of("pages", None) == {"limit": "1000"}
    assert query_of("pages", "a%20b") == {"limit": "1000", "page": "a%20b"}
    assert query_of("tokens", "x") == {"pageSize": "1000", "pageToken": "x"}
    assert query_of("array", None) == query_of("object", None) == {}


def test_an_honest_chain() -> None:
    one = {"entries": entries(1, 2), "nextPage": "2", "total": 3}
    two = {"entries": entries(3), "nextPage": None, "total": 3}
    assert verdict(one, two) == ""


def test_an_empty_page_with_a_cursor_goes_on() -> None:
    one = {"entries": entries(1), "nextPage": "a"}
    empty: dict[str, Any] = {"entries": [], "nextPage": "b"}
    assert verdict(one, empty, {"entries": entries(2), "nextPage": None}) == ""


@pytest.mark.parametrize("second", ["a/b", "a%2Fb"])
def test_a_cursor_that_comes_back_is_a_circle(second: str) -> None:
    one = {"entries": entries(1), "nextPage": "a%2Fb"}
    assert "circle" in verdict(one, {"entries": entries(2), "nextPage": second})


def test_pages_that_repeat_for_ever_under_new_cursors_are_a_circle() -> None:
    pages = [{"entries": entries(1), "nextPage": str(number)} for number in range(9)]
    assert "circle" in verdict(*pages)


@pytest.mark.parametrize("total", [1, 3, 4])
def test_a_total_that_is_not_met_says_both_numbers(total: int) -> None:
    wrong = verdict({"entries": entries(1, 2), "nextPage": None, "total": total})
    assert f"declared {total} rows, served 2" in wrong


def test_rows_served_twice_do_not_make_up_for_missing_ones() -> None:
    one = {"entries": entries(1, 2), "nextPage": "2", "total": 4}
    wrong = verdict(one, {"entries": entries(1, 2), "nextPage": None, "total": 4})
    assert "declared 4 rows, served 4 (2 different)" in wrong


def test_rows_served_twice_beside_all_the_others_are_no_fault() -> None:
    one = {"entries": entries(1, 2), "nextPage": "2", "total": 3}
    assert verdict(one, {"entries": entries(2, 3), "nextPage": None, "total": 3}) == ""


def test_a_page_served_twice_without_a_total_cannot_be_trusted() -> None:
    one = {"entries": entries(1), "nextPage": "2"}
    assert "twice" in verdict(one, {"entries": entries(1), "nextPage": None})


def test_an_error_in_place_of_a_row_is_counted() -> None:
    broken = [*entries(1), {"code": 500, "message": "boom", "requestId": "r-1"}]
    assert "1 of 2 entries" in verdict({"entries": broken, "nextPage": None})


def test_the_last_total_counts() -> None:
    one = {"entries": entries(1, 2), "nextPage": "2", "total": 4}
    assert verdict(one, {"entries": entries(3), "nextPage": None, "total": 3}) == ""
