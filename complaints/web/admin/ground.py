"""What the administrator's pages share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, NotAllowed
from complaints.web.forms import PublicForm
from complaints.web.here import office
from complaints.work import Work

BOOK = Channel.GRIEVANCE
"""Settings belong to no channel, and a unit of work needs one; this one serves."""


def reading() -> AbstractContextManager[Work]:
    """Hand out work that only reads."""
    return office().reading(BOOK)


def writing() -> AbstractContextManager[Work]:
    """Hand out work that is committed at its end."""
    return office().writing(BOOK)


def is_done(form: PublicForm, change: Callable[[Work], object]) -> bool:
    """Make a change with a form; say whether it was made, or show why not.

    :param change: calls the use case.
    """
    if not form.validate():
        return False
    try:
        with writing() as work:
            change(work)
    except (BadInput, NotAllowed) as refusal:
        form.refuse(refusal)
        return False
    return True


def name_apart(form: PublicForm, prefix: str) -> None:
    """Give the fields ids of their own, where several forms stand on one page."""
    for field in form:
        field.id = field.label.field_id = f"{prefix}-{field.name}"
