"""The officers' manual on taking in grievances."""

from __future__ import annotations

from flask_babel import gettext as _

from complaints.domain.case_work import Box
from complaints.domain.channel import Channel, ReceivedBy
from complaints.domain.officers_manuals import Part
from complaints.web.manual_texts.facts import (
    Desk,
    Facts,
    checklist_part,
    keeping,
    promise_part,
    second_key,
    states_part,
    who_part,
)
from complaints.web.wording import words


def intake_parts(facts: Facts) -> list[Part]:
    """Return the manual on taking in grievances."""
    desk = facts.desks[Channel.GRIEVANCE]
    return [
        who_part(
            desk,
            _(
                "%(centre)s of %(agency)s takes in grievances, opinions and suggestions. This"
                " manual is one standard for everybody who takes them in and handles them,"
                " whichever way they came.",
                centre=facts.centre,
                agency=facts.agency,
            ),
        ),
        _ways_part(),
        _taking_in_part(),
        _corruption_part(),
        _screening_part(facts),
        states_part(),
        promise_part(
            desk,
            _(
                "Reminders go to the responsible officer, then to the head of unit, then to those"
                " who watch over the desk; they say that something is due and nothing else."
            ),
        ),
        _telling_part(),
        _ending_part(facts, desk),
        checklist_part(),
        _subjects_part(desk),
    ]


def _ways_part() -> Part:
    return Part(
        "ways",
        _("Ways on which a matter comes"),
        (
            _(
                "Whoever hears of a matter enters it the same day, with the day on which it"
                " reached the office and the way it came. It gets the same number, code, time"
                " limit and statistics as one filed online. A matter that is noted nowhere else"
                " than in a chat or on paper does not exist for the office."
            ),
        ),
        tuple(words(one) for one in ReceivedBy),
    )


def _taking_in_part() -> Part:
    return Part(
        "taking_in",
        _("Taking a matter in at the counter or by phone"),
        (
            _(
                "Only the account itself is needed. Ask for name and contact, and say what is lost"
                " without them; nobody is turned away for giving none."
            ),
        ),
        (
            _("Listen first, then write down what happened and where, in the reporter's words."),
            _("Read it back and correct it before it is sent."),
            _(
                "Hand over the slip with the lookup code, in the hand of the reporter and of"
                " nobody else. Never send a code by chat or e-mail, and keep no copy."
            ),
            _("Say aloud: the number, the day by which there is an answer, how the code is used."),
            _("Advise the reporter to change the code at the first visit: you have seen it."),
            _(
                "A lost code: make sure who is asking, then give out a new one on the page of the"
                " case; the reporter reads there that you did, and what you checked."
            ),
        ),
    )


def _corruption_part() -> Part:
    return Part(
        "corruption",
        _("When it is about corruption or misconduct"),
        (
            _(
                "Corruption complaints do not belong at the centre, where more people read. Write"
                " nothing down; lead the person to the protected channel, or to an officer of"
                " that desk."
            ),
            _(
                "If a matter turns out to be one, hand it over to the other desk on its page:"
                " it is sealed anew, keeps its code and its day, and nothing of it opens here"
                " any more. Talk about it with nobody."
            ),
        ),
    )


def _screening_part(facts: Facts) -> Part:
    bodies = ", ".join(facts.bodies) or _("no body is on the list yet")
    return Part(
        "screening",
        _("Deciding on a new matter"),
        (
            _(
                "Read each new matter on the day it comes and tick one box of the official reply."
                " What is ours gets a unit and an officer who answer for it."
            ),
            _(
                "Bodies to which a matter can be forwarded: %(bodies)s. The office asks after"
                " %(days)s days what became of it.",
                bodies=bodies,
                days=facts.follow_up_days,
            ),
            _(
                "Whoever is named in a matter, or is a relative, a friend or in dispute with the"
                " reporter, gives the case up at once; the key is gone for good."
            ),
        ),
        tuple(words(box) for box in Box),
    )


def _telling_part() -> Part:
    return Part(
        "telling",
        _("Writing to the reporter"),
        (
            _(
                "What you write as a message, an explanation or a result is read with the code,"
                " and by e-mail the reporter only hears that something happened. Internal notes"
                " are never read by the reporter."
            ),
        ),
        (
            _("Start from a reply template, then say what was done, what comes next, and by when."),
            _("Write plainly and politely, one matter at a time, without names of other people."),
            _("Ask through the page of the case, and say what the answer is needed for."),
            _("While you wait for an answer the clock runs on; explain the delay if need be."),
        ),
    )


def _ending_part(facts: Facts, desk: Desk) -> Part:
    return Part(
        "ending",
        _("Completing a case, and after"),
        (
            _(
                "A case is completed with an outcome and a result that the reporter reads: what"
                " was found, what was done, and where to turn in disagreement."
            ),
            second_key(desk),
            _(
                "For %(objection)s days the reporter may object; another officer answers. For"
                " %(reopen)s days a case can be taken up again.",
                objection=facts.objection_days,
                reopen=facts.reopen_days,
            ),
            _(
                "Write the cause and how to prevent the like. What the whole office can use goes"
                " onto the register of guidelines, worded so that nobody can be recognised."
            ),
            _("Ask everybody to rate the service; at the counter, print a slip for it."),
            keeping(desk),
        ),
    )


def _subjects_part(desk: Desk) -> Part:
    return Part(
        "subjects",
        _("Subjects under which a matter is counted"),
        (_("Choose what the matter is about, not which unit will do it."),),
        tuple(name for name, _area in desk.subjects),
    )
