"""Pictures measure out the numbers they are given, and say what they leave to the table."""

from __future__ import annotations

from datetime import date

from sigma_audit.document import Picture
from sigma_audit.render.drawn import BARS, BOX, LANES, LETTERS, draw
from sigma_audit.result import Column, Result


def result(columns: str, *rows: tuple[object, ...]) -> Result:
    return Result(tuple(map(Column, columns.split())), rows)


STACKED = Picture("stacked", {"of": "name", "part": "level", "value": "people"}, "Levels")
GROWTH = Picture("growth", {"of": "counted", "at": "day", "value": "value"}, "Growth")
STEPS = ("who", "team", "place", "object")
LANE = Picture(
    "lanes", dict(zip(("first", "second", "third", "fourth"), STEPS, strict=True)), "Paths"
)
LANE_COLUMNS = " ".join(f"{step} {step}_note" for step in STEPS)


def lane(*said: str) -> tuple[str, ...]:
    return tuple(text for step in said for text in (step, ""))


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw(STACKED, result("name level people")) is None


def test_bars_are_as_long_as_their_numbers() -> None:
    drawing = draw(
        STACKED,
        result(
            "name level people", ("A", "Can edit", 1), ("B", "Can edit", 1), ("B", "Can view", 3)
        ),
    )
    assert drawing is not None
    assert [(bar.name, bar.total) for bar in drawing.bars] == [("B", "4"), ("A", "1")]
    assert [(part.x, part.width) for part in drawing.bars[0].parts] == [(0, 25), (25, 75)]
    assert drawing.bars[0].said == "B: Can edit 1, Can view 3"
    assert drawing.legend == (("can-edit", "Can edit"), ("can-view", "Can view"))


def test_two_places_of_one_name_are_two_bars() -> None:
    drawing = draw(
        STACKED, result("name level people inode_id", ("A", "x", 2, "1"), ("A", "x", 1, "2"))
    )
    assert drawing is not None
    assert [(bar.name, bar.total) for bar in drawing.bars] == [("A", "2"), ("A", "1")]


def test_what_is_not_drawn_is_counted() -> None:
    rows = [(f"P{number}", "x", number) for number in range(BARS + 3)]
    drawing = draw(STACKED, result("name level people", *rows))
    assert drawing is not None
    assert (drawing.left, drawing.total) == (3, BARS + 3)
    assert drawing.bars[0].name == f"P{BARS + 2}"
    lanes = draw(
        LANE, result(LANE_COLUMNS, *(lane("a", "b", "c", str(n)) for n in range(LANES + 2)))
    )
    assert lanes is not None
    assert (lanes.left, lanes.total) == (2, LANES + 2)


def test_growth_begins_at_nothing() -> None:
    drawing = draw(
        GROWTH, result("counted day value", ("people", "1 July", 5), ("people", "1 May", 10))
    )
    assert drawing is not None
    (one,) = drawing.growths
    assert one.lines == (((2.0, 17.0), (98.0, 4.0)),)  # 30 is nothing, 4 the most
    assert (one.first, one.last) == ("5", "10")
    assert one.said == "people: 5 on 1 July, 10 on 1 May"


def test_growth_stands_where_its_days_do_and_breaks_where_nothing_is_known() -> None:
    days = [date(2026, 7, 1), date(2026, 7, 2), date(2026, 7, 9)]
    cells = zip(days, (4, None, 2), strict=True)
    drawing = draw(GROWTH, result("counted day value", *(("grants", *cell) for cell in cells)))
    assert drawing is not None
    (one,) = drawing.growths
    assert one.lines == (((2.0, 4.0),), ((98.0, 17.0),))
    assert (one.first, one.last) == ("4", "2")
    assert "not known on 2026-07-02" in one.said
    whole = [("grants", day, 1) for day in days]
    drawing = draw(GROWTH, result("counted day value", *whole))
    assert drawing is not None
    assert [x for x, _ in drawing.growths[0].lines[0]] == [2.0, 14.0, 98.0]


def test_neighbours_that_say_the_same_are_one_box() -> None:
    drawing = draw(
        LANE,
        result(
            LANE_COLUMNS, lane("Ann", "team A", "Space", "1"), lane("Ann", "team B", "Space", "2")
        ),
    )
    assert drawing is not None
    assert [box.text for box in drawing.boxes] == ["Ann", "team A", "team B", "Space", "1", "2"]
    assert len(drawing.edges) == 6
    assert drawing.width > 4 * BOX


def test_a_long_name_is_cut_and_its_title_is_whole() -> None:
    drawing = draw(LANE, result(LANE_COLUMNS, lane("x" * 99, "b", "c", "d")))
    assert drawing is not None
    assert len(drawing.boxes[0].text) == LETTERS
    assert drawing.boxes[0].whole == "x" * 99
