"""A draft as text and back, so that what was acknowledged is what is published."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from complaints.domain.calendar import Period, PeriodType
from complaints.domain.disclosure import Group
from complaints.domain.errors import Code, NotAllowed
from complaints.domain.plan import Aim, Result
from complaints.statistics.breakdown_words import Dimension, Note
from complaints.statistics.breakdowns import Breakdown
from complaints.statistics.editions import Draft
from complaints.statistics.figures import Figures
from complaints.statistics.learning import Lesson
from complaints.statistics.measures import Days, Ends, Ledger, OnTime
from complaints.statistics.target_words import TargetNote
from complaints.statistics.targets import ByHand, Target, Targets
from complaints.statistics.words import Words


def frozen(draft: Draft) -> str:
    """Return the figures of a draft as JSON, with the names of what they count."""
    content = {
        "figures": [_figures(one) for one in draft.figures],
        "breakdowns": [_breakdown(one) for one in draft.breakdowns],
        "targets": _targets(draft.targets),
        "guidelines": [asdict(one) for one in draft.guidelines],
        "names": {
            dimension.value: {code: [words.th, words.en] for code, words in names.items()}
            for dimension, names in draft.names.items()
        },
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def thawed(text: str, fresh: Draft) -> Draft:
    """Return a draft with the figures that were kept.

    :param fresh: the same, counted again: for what must not have moved since.
    :raises NotAllowed: a total, what is completed or in progress, or a figure that the year
        is compared with has changed, or a guideline was taken off the register.
    """
    content = json.loads(text)
    if not all("ends" in one for one in content["figures"]):  # kept before these were told
        raise NotAllowed(Code.FIGURES_HAVE_CHANGED)
    figures = tuple(_figures_again(one) for one in content["figures"])
    ledgers = [(one.period, one.ledger) for one in figures]
    if ledgers != [(one.period, one.ledger) for one in fresh.figures]:
        raise NotAllowed(Code.FIGURES_HAVE_CHANGED)
    targets = _targets_again(content["targets"]) if "targets" in content else fresh.targets
    if _compared(targets) != _compared(fresh.targets):
        raise NotAllowed(Code.FIGURES_HAVE_CHANGED)
    guidelines = tuple(_lesson_again(one) for one in content.get("guidelines", ()))
    if not set(guidelines) <= set(fresh.guidelines):
        raise NotAllowed(Code.FIGURES_HAVE_CHANGED)
    return replace(
        fresh,
        figures=figures,
        breakdowns=tuple(_breakdown_again(one) for one in content["breakdowns"]),
        targets=targets,
        guidelines=guidelines,
        names={
            Dimension(dimension): {code: Words(*words) for code, words in names.items()}
            for dimension, names in content["names"].items()
        },
    )


def _figures(one: Figures) -> dict[str, Any]:
    return {
        "period": _period(one.period),
        "ledger": asdict(one.ledger),
        "on_time": asdict(one.on_time) if one.on_time else None,
        "days": asdict(one.days) if one.days else None,
        "ends": asdict(one.ends) if one.ends else None,
    }


def _figures_again(one: dict[str, Any]) -> Figures:
    return Figures(
        period=_period_again(one["period"]),
        ledger=Ledger(**one["ledger"]),
        on_time=OnTime(**one["on_time"]) if one["on_time"] else None,
        days=Days(**one["days"]) if one["days"] else None,
        ends=Ends(**one["ends"]) if one["ends"] else None,
    )


def _breakdown(one: Breakdown) -> dict[str, Any]:
    groups = one.groups
    return {
        "period": _period(one.period),
        "dimension": one.dimension.value,
        "as_of": one.as_of.isoformat(),
        "groups": None if groups is None else [[list(g.members), g.count] for g in groups],
        "note": one.note.value if one.note else None,
        "apart": one.apart,
    }


def _breakdown_again(one: dict[str, Any]) -> Breakdown:
    groups = one["groups"]
    return Breakdown(
        period=_period_again(one["period"]),
        dimension=Dimension(one["dimension"]),
        as_of=date.fromisoformat(one["as_of"]),
        groups=(
            None
            if groups is None
            else tuple(Group(tuple(members), count) for members, count in groups)
        ),
        note=Note(one["note"]) if one["note"] else None,
        apart=one["apart"],
    )


def _lesson_again(one: dict[str, Any]) -> Lesson:
    of = Words(**one["of"]) if one["of"] else None
    return Lesson(one["id"], Words(**one["text"]), of)


def _compared(targets: Targets) -> tuple[Any, ...]:
    """Return what of the comparison is not of the year itself, or is entered by hand."""
    lines = [(line.indicator, line.base, line.before) for line in targets.lines]
    return targets.base_year_be, lines, targets.by_hand


def _targets(targets: Targets) -> dict[str, Any]:
    return {
        "base_year_be": targets.base_year_be,
        "lines": [asdict(line) for line in targets.lines],
        "by_hand": targets.sources(),
    }


def _targets_again(kept: dict[str, Any]) -> Targets:
    return Targets(
        base_year_be=kept["base_year_be"],
        lines=tuple(_target_again(line) for line in kept["lines"]),
        by_hand=tuple(
            ByHand(**{**one, "stated_on": date.fromisoformat(one["stated_on"])})
            for one in kept["by_hand"]
        ),
    )


def _target_again(line: dict[str, Any]) -> Target:
    return Target(
        **{
            **line,
            "name": Words(**line["name"]),
            "aim": Aim(line["aim"]) if line["aim"] else None,
            "result": Result(line["result"]) if line["result"] else None,
            "note": TargetNote(line["note"]) if line["note"] else None,
            "by_hand": tuple(line["by_hand"]),
        }
    )


def _period(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat(), period.type.value]


def _period_again(parts: list[str]) -> Period:
    start, end, type_ = parts
    return Period(date.fromisoformat(start), date.fromisoformat(end), PeriodType(type_))
