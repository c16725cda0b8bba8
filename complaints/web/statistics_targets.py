"""A year against the plan's targets, in the words of a language."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from complaints.domain.plan import PROSECUTED, RECEIVED, SATISFACTION, SUBJECT, Aim
from complaints.statistics.breakdown_words import BRIBERY
from complaints.statistics.editions import Draft
from complaints.statistics.figures import Cell
from complaints.statistics.target_words import (
    AIM,
    BY_HAND,
    COLUMNS,
    METHOD,
    NOT_YET,
    NOTES,
    RESULTS,
    TITLE,
    TargetNote,
    aim_words,
    column_words,
    name_of,
)
from complaints.statistics.targets import Target, Targets
from complaints.statistics.words import Language, day_words

NO_FIGURE: Final = "—"
NUMBERS: Final = tuple(name for name in COLUMNS if name not in {"indicator", "result"})
_ALWAYS: Final = frozenset({PROSECUTED, RECEIVED, f"{SUBJECT}{BRIBERY}", SATISFACTION})
_SIGNED: Final = frozenset({"since_base", "since_base_share", "since_before", "since_before_share"})


def shown(cell: Cell) -> str:
    """Return a figure as people read it; what cannot be computed is a dash, zero is 0."""
    if cell is None:
        return NO_FIGURE
    return f"{cell:,.1f}" if isinstance(cell, float) else f"{cell:,}"


def targets_told(draft: Draft, language: Language) -> dict[str, Any]:
    """Return what the templates say of a year against the plan."""
    targets, year = draft.targets, draft.fiscal_year_be
    lines = [_line(at, one, language) for at, one in enumerate(targets.lines, start=1)]
    return {
        "title": TITLE.in_(language),
        "not_yet": NOT_YET.in_(language) if draft.is_provisional else "",
        "columns": {
            name: column_words(name, year, targets.base_year_be).in_(language) for name in COLUMNS
        },
        "numbers": NUMBERS,
        "lines": lines,
        "goals": [_goal(line, targets, year, language) for line in lines if line["is_goal"]],
        "method": [words.in_(language) for words in METHOD[draft.channel]],
        "sources_title": BY_HAND.in_(language),
        "sources": _sources(draft, targets, language),
    }


def _line(at: int, target: Target, language: Language) -> dict[str, Any]:
    row = target.row()
    return {
        "line": str(at),
        "name": target.name.in_(language),
        "aim": aim_words(target.aim, target.aim_per_cent).in_(language),
        "has_aim": target.aim is not None,
        "is_goal": target.aim is not None and (target.result or target.indicator in _ALWAYS),
        "other": "base" if target.aim is Aim.FALL_FROM_BASE else "before",
        "note": NOTES[target.note].in_(language) if target.note else "",
        "is_small": target.note is TargetNote.TOO_FEW,
        "result": RESULTS[target.result].in_(language) if target.result else NO_FIGURE,
        "result_code": target.result.value if target.result else "",
        **{name: (_signed if name in _SIGNED else shown)(row[name]) for name in NUMBERS},
    }


def _goal(line: dict[str, Any], targets: Targets, year: int, language: Language) -> dict[str, Any]:
    """Return a line as it is read at one glance: from what to what."""
    other = line["other"]
    years = {"base": targets.base_year_be, "before": year - 1, "count": year}
    known = [f"{years[name]}: {line[name]}" for name in (other, "count") if line[name] != NO_FIGURE]
    share = line[f"since_{other}_share"]
    change = f" ({share} %)" if share != NO_FIGURE else ""
    aim = f"{AIM.in_(language)} {line['aim']}"
    return {**line, "aim": aim, "figures": " → ".join(known) + change if known else ""}


def _signed(cell: Cell) -> str:
    """Return a change with its sign; a minus that is one, and no sign of zero."""
    words = shown(cell)
    if not isinstance(cell, int | float) or not cell:
        return words
    return f"+{words}" if cell > 0 else words.replace("-", "−")


def _sources(draft: Draft, targets: Targets, language: Language) -> list[dict[str, str]]:
    """Return the documents, each with what it says."""
    subjects = {line.indicator: line.name for line in targets.lines}
    told: dict[tuple[str, date], list[str]] = {}
    for one in targets.by_hand:
        name = name_of(one.indicator, draft.channel, subjects).in_(language)
        words = f"{name} ({one.fiscal_year_be}) {shown(one.count)}"
        told.setdefault((one.source, one.stated_on), []).append(words)
    return [
        {"source": source, "on": day_words(day).in_(language), "told": ", ".join(words)}
        for (source, day), words in told.items()
    ]
