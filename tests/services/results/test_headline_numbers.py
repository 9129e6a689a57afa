"""Every number of a headline is worked out once more from the rows as they came: level, change, target, share, the odd.

What is left when these are taken away is read by the reader of `test_headline`.
"""

from __future__ import annotations

import dataclasses
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from services.insights.models import Unit
from services.insights.periods import Calendar, DateRange
from services.results.frame import ResultFrame
from services.results.headline import headline
from services.results.values import full, short
from tests.services.results.answers import config_of, metric_of, post
from tests.services.results.comparisons import against, asked, likes
from tests.services.results.test_headline import LIMIT, NETWORKS, WEEKDAYS, Asked, Reader, V

Keyed = tuple[tuple[Any, ...], Any]

PERCENT = r"(?:over |under )?[\d.]+ %"
AGAINST = (
    r"the day before|the [\d,]+ days before|the same days? a year before|"
    r"(?:\w{3} )?\d+(?: \w{3})?(?: \d{4})?(?:(?:–| – )\d+ \w{3})?(?: \d{4})?"
)
CHANGE = (
    rf"(?P<way>up|down) (?P<about>almost )?(?P<by>{V}|[\d.,]+ pts) on (?P<on>{AGAINST})"
    rf"|(?P<same>almost unchanged|unchanged) from (?P<from>{AGAINST})"
    rf"|after (?P<zero>{V}) (?:in|on) (?P<after>{AGAINST})"
)
LEVEL = rf"(?P<level>{V}) (?P<how>in total|on average|overall)(?P<later> so far)?(?:, (?:{CHANGE}))?"
PLACES = r"(?:day|week|month|hour|weekday|network|post|value)s?"
TARGET = (
    rf"target of (?P<target>{V}) (?P<verdict>met|missed)"
    rf"(?: (?:on|in|by) (?:(?P<both>both)|all (?P<every>\d+)|(?P<met>\d+) of (?P<of>\d+)) {PLACES})?(?: so far)?"
)
ODD = (
    rf"(?P<day>\w{{3}} \d+ \w{{3}}(?: \d{{4}})?) was unusually (?P<high>high|low) for a (?P<weekday>\w+): "
    rf"(?P<value>{V}), usually (?P<usual>{V})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question, what it is compared with, the totals that were asked for, and a target."""

    asked: Asked
    label: str
    before: tuple[Keyed, ...] | None
    before_dates: DateRange
    totals: tuple[Any, Any] | None
    target: float | None

    def result(self) -> ResultFrame:
        now = self._side(self.asked.rows, self.asked.dates)
        if self.before is None:
            return now if self.totals is None else dataclasses.replace(now, whole=asked(now, self.totals[0]))
        rows = [(self._key(keys), value) for keys, value in self.before]
        return against(now, rows, self.before_dates, totals=self.totals)

    def _side(self, rows: tuple[Keyed, ...], dates: DateRange) -> ResultFrame:
        question = self.asked
        return likes(
            question.dimensions,
            [(self._key(keys), value) for keys, value in rows],
            metric=metric_of(label=self.label, name="m", unit=question.unit),
            dates=dates,
            calendar=question.calendar,
            aggregator=question.aggregator,
            config=dataclasses.replace(
                config_of(question.dimensions), aggregators=("sum", "average", "max", "percent")
            ),
            **({"hasMore": True} if question.is_cut_off else {}),
        )

    def _key(self, keys: tuple[Any, ...]) -> list[Any]:
        return [post(key, f"Post {key}") if name == "post" and key else key for name, key in self.asked.named(keys)]


@dataclass(slots=True)
class Auditor:
    """Takes a headline apart, number by number."""

    case: Case
    text: str = ""
    found: Counter[str] = field(default_factory=Counter)

    # --- what the rows say, without the code that wrote the headline

    @property
    def unit(self) -> Unit | None:
        return Unit.PERCENT if self.case.asked.aggregator == "percent" else self.case.asked.unit

    @property
    def last_final(self) -> date:
        calendar = self.case.asked.calendar
        return min(calendar.today - timedelta(days=calendar.lag_days), calendar.today - timedelta(days=1))

    @property
    def adds_up(self) -> bool:
        question = self.case.asked
        return self.case.label == "Likes" and question.aggregator == "sum" and question.unit is Unit.COUNT

    @property
    def is_rate(self) -> bool:
        question = self.case.asked
        return question.aggregator == "average" or question.unit in (Unit.PERCENT, Unit.RATING)

    def says(self, text: str, value: float) -> bool:
        return text in {words(value, self.unit).replace("\u202f", " ") for words in (short, full)}

    def has_unfinished(self, dates: DateRange) -> bool:
        return dates.end > self.last_final

    def values(self, rows: tuple[Keyed, ...], until: date | None = None) -> list[float]:
        """The values of the rows, or of those with a day not after that one."""
        place = self.case.asked.dimensions.index("date") if until else 0
        return [
            value
            for keys, value in rows
            if value is not None and (until is None or (keys[place] and date.fromisoformat(keys[place]) <= until))
        ]

    # --- piece by piece

    def check(self, text: str) -> None:
        question = self.case.asked
        self.text = rest = text
        if not any(value is not None for _, value in question.rows):
            assert rest in ("No value among the rows that came", "No data for this question")
            return
        if not question.dimensions:
            self._undivided(rest)
            return
        rest = self._taken(rest, LEVEL, self._level)
        rest = self._taken(rest, TARGET, self._target)
        rest = self._taken(rest, ODD, self._odd)
        rest = self._without_shares(rest)
        if not re.sub(rf"^{LIMIT}(, {LIMIT})*: ?$", "", rest, flags=re.IGNORECASE):
            assert self.found["level"] or self.found["target"] or self.found["odd"]
            return
        if self._is_limited_for_nothing(rest):
            rest = re.sub("^final days only(, |: )", "", rest, flags=re.IGNORECASE)
        reader = _Short(question)
        reader.taken = len(self.text) - len(rest)
        reader.has_leader = bool(self.found["share"])
        reader.check(rest)

    def _is_limited_for_nothing(self, rest: str) -> bool:
        """Where the level is that of the final days, they are named even if no row is left out."""
        if not rest.lower().startswith("final days only") or not self.found["level"]:
            return False
        question = self.case.asked
        place = question.dimensions.index("date")
        return not any(
            value is not None and keys[place] and date.fromisoformat(keys[place]) > self.last_final
            for keys, value in question.rows
        )

    def _taken(self, text: str, form: str, verify: Callable[..., None]) -> str:
        match = re.search(rf"(?:^|(?<=: )|(?<=; ))(?:{form})(?=; |$)", text, re.IGNORECASE)
        if not match:
            return text
        verify(**match.groupdict())
        left = (text[: match.start()] + text[match.end() :]).replace("; ; ", "; ").replace(": ; ", ": ")
        return left.removeprefix("; ").removesuffix("; ")

    def _undivided(self, text: str) -> None:
        value = self.values(self.case.asked.rows)[0]
        match = re.fullmatch(
            rf"(?:Average of |Maximum of |Share of total )?{self.case.label}: (?P<value>{V})(?P<later> so far)?"
            rf"(?:, (?:{CHANGE}))?(?:; {TARGET})?",
            text,
        )
        assert match, text
        told = match.groupdict()
        assert self.says(told.pop("value"), value)
        assert bool(told.pop("later")) is self.has_unfinished(self.case.asked.dates)
        if told["verdict"]:
            self._target(**{name: told[name] for name in ("target", "verdict", "both", "every", "met", "of")})
        self._change(value, None, **{name: told[name] for name in CHANGES})

    def _level(self, level: str, how: str, later: str | None, **change: str | None) -> None:
        self.found["level"] += 1
        question = self.case.asked
        is_final = (
            bool(re.match("final days only", self.text, re.IGNORECASE)) and not later and "date" in question.dimensions
        )
        until = self.last_final if is_final and self.has_unfinished(question.dates) else None
        if until is None:
            assert bool(later) is self.has_unfinished(question.dates)
        if self.case.totals is not None and until is None:
            total = self.case.totals[0]
        else:
            assert self.adds_up, "a total that nobody vouches for"
            assert not question.is_cut_off
            total = sum(self.values(question.rows, until))
        assert self.says(level, total), (level, total)
        expected = {"average": "on average", None: "overall"}.get(
            question.aggregator, "overall" if self.is_rate else "in total"
        )
        assert how == expected
        self._change(total, until, **change)

    def _change(self, now: float, until: date | None, **change: str | None) -> None:
        """The change, worked out from the rows of both sides."""
        on = change["on"] or change["from"] or change["after"]
        if on is None:
            return
        self.found["change"] += 1
        dates, other = self.case.asked.dates, self.case.before_dates
        assert self.case.before is not None
        assert dates.days == other.days or self.is_rate
        kept = dates.days
        if until is not None:
            kept = (until - dates.start).days + 1
            other = DateRange(start=other.start, end=other.start + timedelta(days=kept - 1))
            here = DateRange(start=dates.start, end=until)
        else:
            here = dates
            assert not self.has_unfinished(dates)
        assert not self.has_unfinished(other)
        self._names(on, here, other)
        if not self.case.asked.dimensions:
            before = self.values(self.case.before)[0]
        elif self.case.totals is not None and until is None:
            before = self.case.totals[1]
        else:
            before = sum(self.values(self.case.before, other.end if until else None))
        if change["zero"]:
            assert before <= 0 or now < 0
            assert self.says(change["zero"], before)
            return
        difference = now - before
        if change["same"]:
            size = (
                difference if self.unit in (Unit.PERCENT, Unit.RATING) or not difference else difference / before * 100
            )
            assert (change["same"] == "unchanged") is (difference == 0)
            assert abs(size) < 0.0501
            return
        assert (change["way"] == "up") is (difference > 0)
        number, _, sign = str(change["by"]).partition(" ")
        size = difference if sign in ("pts", "★") else difference / before * 100
        assert sign == {Unit.PERCENT: "pts", Unit.RATING: "★"}.get(self.unit, "%") or "%" in sign  # type: ignore[arg-type]
        if "M" not in sign:
            assert abs(float(number.replace(",", "")) - abs(size)) <= (0.051 if abs(size) < 10 else 0.51)

    def _names(self, on: str, here: DateRange, other: DateRange) -> None:
        """Whether the other days are called rightly."""
        if on.endswith("before") and "year" not in on:
            assert other.end == here.start - timedelta(days=1)
            assert here.days == other.days == (1 if on == "the day before" else int(re.sub(r"\D", "", on)))
        elif "year" in on:
            assert other.start.replace(year=here.start.year) == here.start
            assert other.end.replace(year=here.end.year) == here.end
        else:
            assert str(other.start.day) in on
            assert str(other.end.day) in on
            assert f"{other.end:%b}" in on
            assert (
                str(other.end.year) in on
                or len({here.start.year, here.end.year, other.start.year, other.end.year}) == 1
            )

    def _target(
        self,
        target: str,
        verdict: str,
        both: str | None,
        every: str | None,
        met: str | None,
        of: str | None,
    ) -> None:
        self.found["target"] += 1
        goal = self.case.target
        assert goal is not None
        assert self.says(target, goal)
        values = self._spoken_of()
        reached = sum(value >= goal for value in values)
        if of:
            assert (int(str(met)), int(of)) == (reached, len(values))
            assert verdict.lower() == "met"
            return
        assert reached == (len(values) if verdict.lower() == "met" else 0)
        assert len(values) == (2 if both else int(every) if every else 1)

    def _spoken_of(self) -> list[float]:
        """The values that are not set apart by a limit."""
        reader = Reader(self.case.asked)
        rows = reader.every
        if reader.time and not reader.is_cycle:
            rows = [row for row in rows if row.is_settled]
        if reader.is_cycle:
            rows = [row for row in rows if row.moment is not None]
        if "apart from (none)" in self.text.lower():
            rows = [row for row in rows if not row.is_nobody]
        return [row.value for row in rows]

    def _odd(self, day: str, high: str, weekday: str, value: str, usual: str) -> None:
        self.found["odd"] += 1
        question = self.case.asked
        assert question.dimensions == ("date",)
        known = {
            date.fromisoformat(keys[0]): number for keys, number in question.rows if keys[0] and number is not None
        }
        known = {when: number for when, number in known.items() if when <= self.last_final}
        (when,) = [one for one in known if f"{one:%a} {one.day} {one:%b}" == " ".join(day.split()[:3])]
        others = [number for one, number in known.items() if one.weekday() == when.weekday() and one != when]
        assert weekday == WEEKDAYS[when.weekday()]
        assert len(others) >= 4
        assert self.says(value, known[when])
        assert self.says(usual, median(others))
        assert (known[when] > median(others)) is (high == "high")
        away = [
            abs(number - median(same))
            for one, number in known.items()
            if len(same := [n for o, n in known.items() if o.weekday() == one.weekday() and o != one]) >= 4
        ]
        assert abs(known[when] - median(others)) > 3.5 * 1.4826 * median(away)

    def _without_shares(self, text: str) -> str:
        """The headline without the shares of a whole, each held against the rows."""
        reader = Reader(self.case.asked)
        rows = [row for row in reader.every if row.is_settled] if reader.time and not reader.is_cycle else reader.every
        by_name: Counter[str] = Counter()
        for row in rows:
            by_name[row.who] += row.value  # type: ignore[assignment] -- numbers of any kind
        whole = sum(by_name.values())

        def verify(name: str, share: str) -> None:
            self.found["share"] += 1
            assert self.adds_up
            assert min(by_name.values()) >= 0
            if self.case.totals is not None:
                assert self.case.totals[0] == sum(self.values(self.case.asked.rows)), "no parts of the known total"
            bound = re.fullmatch(r"(over |under )?([\d.]+) %", share)
            assert bound
            percent = 100 * by_name[name] / whole
            if bound[1]:
                assert percent > 99.9 if bound[1] == "over " else percent < 0.1
            else:
                assert abs(percent - float(bound[2])) <= (0.051 if percent < 10 or percent > 99 else 0.51)

        names = "|".join(map(re.escape, sorted(by_name, key=len, reverse=True)))
        led = re.search(rf"({names}) brought most(?: so far)?: {V} \(({PERCENT})\)", text)
        if led:
            verify(led[1], led[2])
            followed = re.search(rf"({names}) followed with {V} \(({PERCENT})\)", text)
            if followed:
                verify(followed[1], followed[2])
            return re.sub(rf" \({PERCENT}\)", "", text)
        brought = re.search(rf"({names}) brought ({PERCENT})( and (?=was)|; |$)", text)
        if brought and self.case.asked.aggregator == "sum":
            verify(brought[1], brought[2])
            assert by_name[brought[1]] == max(by_name.values())
            start = f"{brought[1]} " if brought[3].startswith(" and") else ""
            return text[: brought.start()] + start + text[brought.end() :]
        return text


CHANGES = ("way", "about", "by", "on", "same", "from", "zero", "after")


class _Short(Reader):
    """Reads a part of a headline: what was taken away took room too, and may have told who leads."""

    taken = 0
    has_leader = False

    def _won(self, who: str | None, **told: str | None) -> None:
        if who is not None or not self.has_leader:
            super()._won(who, **told)  # type: ignore[arg-type]
            return
        self._all_settled()
        if told["peak"] and told["where"]:
            self._stands(told["peak"], told["where"], max(self.values))
        if told["shared"]:
            assert self.says(told["shared"], max(self.values))
            assert int(str(told["times"]).replace(",", "")) == self.values.count(max(self.values))

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value + "·" * self.taken if name == "text" and value else value)


# --- questions of all kinds

SHAPES: tuple[tuple[str, ...], ...] = (
    (), ("date",), ("date",), ("date",), ("network",), ("network",), ("date", "network"), ("date", "network"),
    ("week",), ("month",), ("hour",), ("weekday",), ("post",), ("network", "weekday"), ("week", "network"),
)  # fmt: skip


def case_of(seed: int) -> Case:
    """A made-up question and its answer; the same for the same seed."""
    chance = random.Random(seed)
    dimensions = SHAPES[seed % len(SHAPES)]
    days = chance.choice([1, 7, 7, 14, 30, 42, 42])
    start = date(2026, 9, 7) + timedelta(days=chance.choice([0, 0, 3, 90, 105]))
    dates = DateRange(start=start, end=start + timedelta(days=days - 1))
    calendar = Calendar(
        today=dates.end + timedelta(days=chance.choice([30, 30, 30, 1, 0, -2, -days])),
        lag_days=chance.randint(0, 2),
        timezone="UTC",
    )
    label, aggregator, unit = chance.choice(
        [("Likes", "sum", Unit.COUNT)] * 12
        + [("Reach", "sum", Unit.COUNT), ("Likes", "average", Unit.COUNT), ("Engagement rate", "average", Unit.PERCENT)]
        + [("Likes", "max", Unit.COUNT), ("Likes", "percent", Unit.COUNT), ("Star rating", "average", Unit.RATING)]
    )
    other = chance.choice(
        [
            DateRange(start=start - timedelta(days=days), end=start - timedelta(days=1)),
            DateRange(start=start - timedelta(days=days), end=start - timedelta(days=1)),
            DateRange(start=start.replace(year=2025), end=dates.end.replace(year=dates.end.year - start.year + 2025)),
            DateRange(start=date(2026, 3, 2), end=date(2026, 3, 2) + timedelta(days=days - 1)),
            DateRange(start=date(2026, 3, 2), end=date(2026, 3, 10)),
        ]
    )
    has_gaps = chance.random() < 0.3
    grid = _grid(chance, dimensions, dates)
    rows = tuple((keys, _value(chance, aggregator, unit, keys, has_gaps=has_gaps)) for keys in grid)
    before = tuple(
        (keys, _value(chance, aggregator, unit, keys, has_gaps=has_gaps)) for keys in _grid(chance, dimensions, other)
    )
    if not dimensions and before[0][1] is None:
        before = (((), 7),)
    if chance.random() < 0.1:
        before = tuple((keys, value) for (keys, _), (_, value) in zip(before, rows, strict=False))
    whole = (chance.randint(0, 10**7), chance.choice([0, chance.randint(1, 10**7)]))
    if unit is not Unit.COUNT:
        whole = (round(chance.uniform(0, 5), 2), round(chance.uniform(0, 5), 2))  # type: ignore[assignment]
    return Case(
        asked=Asked(
            dimensions=dimensions,
            rows=rows,
            dates=dates,
            calendar=calendar,
            unit=unit,
            aggregator=aggregator,
            is_cut_off=chance.random() < 0.08,
        ),
        label=label,
        before=before if chance.random() < 0.7 else None,
        before_dates=other,
        totals=whole if dimensions and chance.random() < 0.35 else None,
        target=chance.choice([None] * 5 + [50, 100, 4.2, 120]),
    )


def _grid(chance: random.Random, dimensions: tuple[str, ...], dates: DateRange) -> list[tuple[Any, ...]]:
    every = [dates.start + timedelta(days=place) for place in range(dates.days)]
    values: dict[str, list[Any]] = {
        "date": [day.isoformat() for day in every],
        "week": sorted({(day - timedelta(days=day.weekday())).isoformat() for day in every}),
        "month": sorted({f"{day:%Y-%m}" for day in every}),
        "network": chance.sample(sorted(NETWORKS), chance.randint(1, 3)) + chance.choice([[], [], [None]]),
        "hour": list(range(0, 24, 3)),
        "weekday": list(range(1, 8)),
        "post": [str(place) for place in range(chance.randint(1, 9))],
    }
    grid: list[tuple[Any, ...]] = [()]
    for name in dimensions:
        grid = [(*keys, value) for keys in grid for value in values[name]]
    return grid


def _value(chance: random.Random, aggregator: str, unit: Unit, keys: tuple[Any, ...], *, has_gaps: bool) -> Any:
    if has_gaps and chance.random() < 0.15:
        return None
    if unit is not Unit.COUNT or aggregator in ("average", "percent"):
        return round(chance.uniform(1, 5), 2)
    spike = 900 if chance.random() < 0.04 else 0
    return 100 + chance.randint(-9, 9) + spike + (40 if keys and keys[-1] == "x" else 0)


def test_every_number_of_three_hundred_headlines_is_what_the_rows_say() -> None:
    found: Counter[str] = Counter()
    for seed in range(300):
        case = case_of(seed)
        text = headline(case.result(), case.target).replace("\u202f", " ")
        auditor = Auditor(case)
        try:
            auditor.check(text)
        except (AssertionError, ValueError, IndexError) as error:
            raise AssertionError(f"seed {seed}: {text!r}: {error}") from error
        assert len(text) <= 140 or len(re.findall(LIMIT, text, re.IGNORECASE)) > 1, text
        found += Counter(auditor.found.keys())
    # All kinds of claims came up, so the check has checked them.
    fewest = {"level": 100, "change": 40, "target": 60, "share": 15, "odd": 5}
    assert {name: found[name] >= count for name, count in fewest.items()} == dict.fromkeys(fewest, True), found
