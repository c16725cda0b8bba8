"""The words of publishing figures: why a release, a draft or a number is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from complaints.domain.errors import Code

PUBLISHING: Final[Mapping[Code, LazyString]] = {
    Code.PERIOD_IS_OPEN: _("The period is not over yet."),
    Code.REASON_SAYS_NOTHING: _("Say why this year is published again; “ไม่มี” is no reason."),
    Code.NOTHING_TO_PUBLISH: _(
        "There is nothing to publish: no period of this year is over that was counted here."
    ),
    Code.LATER_DAY_IS_TOLD: _(
        "A release of this year already tells the figures of a later day. Choose that day,"
        " or one after it."
    ),
    Code.LEDGER_DOES_NOT_BALANCE: _("The figures do not balance, so they are not published."),
    Code.NO_RECEIPT: _("No receipt can be signed now. Ask the office for the reason."),
    Code.FIGURES_HAVE_CHANGED: _(
        "The figures have changed since they were drafted. Draft the release again."
    ),
    Code.DRAFT_IS_CHECKED: _("The draft has been checked already."),
    Code.DRAFT_IS_NOT_CHECKED: _("The draft must be checked first."),
    Code.DRAFT_IS_NOT_ACKNOWLEDGED: _("The executive must acknowledge the draft first."),
    Code.YEAR_IS_COUNTED_HERE: _(
        "The service counts the cases of this year by itself. Only years before can be entered."
    ),
    Code.PARTS_ARE_MORE_THAN_ALL: _(
        "The numbers of the subjects come to more than all cases of this year."
    ),
    Code.FIGURES_GIVE_SOMEBODY_AWAY: _(
        "A table would tell of too few people, so it is not published."
    ),
}
