"""The officers' manual on handling corruption complaints."""

from __future__ import annotations

from flask_babel import gettext as _

from complaints.domain.channel import Channel, Origin
from complaints.domain.disclosure import THRESHOLD
from complaints.domain.officers_manuals import Part
from complaints.domain.two_people import REQUEST_DAYS
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


def corruption_parts(facts: Facts) -> list[Part]:
    """Return the manual on handling corruption complaints."""
    desk = facts.desks[Channel.CORRUPTION]
    return [
        who_part(
            desk,
            _(
                "Only officers whom an order appoints handle corruption complaints, apart from"
                " every other complaint. Access begins and ends with the appointment."
            ),
            _("Read where every officer is shut out: %(who)s", who=" · ".join(desk.alternates))
            if desk.alternates
            else "",
        ),
        _secrecy_part(),
        _taking_in_part(),
        _screening_part(facts),
        states_part(),
        promise_part(
            desk,
            _(
                "Nobody hears of a case who cannot open it: reminders go to those alone who hold"
                " a key, and the digest of %(hour)s o'clock comes on days without news too.",
                hour=desk.levels.digest_hour,
            ),
        ),
        _talking_part(),
        _evidence_part(),
        _identity_part(),
        _ending_part(facts, desk),
        _figures_part(),
        checklist_part(),
    ]


def _secrecy_part() -> Part:
    return Part(
        "secrecy",
        _("Secrecy"),
        (
            _(
                "Each case has a key of its own, held by the officers of this desk whom nobody"
                " has shut out. The administrator, the executive and those who watch over the"
                " desk hold none. Every opening is written into the record."
            ),
        ),
        (
            _("Speak of a case with nobody who cannot open it, superiors included."),
            _("Send nothing of it by e-mail, chat or telephone; write in the case."),
            _("Print only what must be printed, and destroy it when it has served."),
            _("Sign out when you leave the place; never lend phone or passphrase."),
            _("Do not try to find out who reported. Not knowing protects you, too."),
            _(
                "If you are named, related, or in dispute with somebody in the case: give it up at"
                " once. A colleague who should not read it is shut out; a new key begins."
            ),
        ),
    )


def _taking_in_part() -> Part:
    origins = " · ".join(words(one) for one in Origin)
    return Part(
        "taking_in",
        _("Taking a complaint in"),
        (
            _(
                "Lead people to the online form whenever you can: then nobody of the office has"
                " seen them or their code. What comes otherwise is entered by an officer of this"
                " desk, with the day on which it reached the office."
            ),
            _(
                "How the office came to know: %(origins)s. A case without a reporter is not"
                " counted among citizens' complaints and tips.",
                origins=origins,
            ),
            _(
                "An anonymous complaint is acted on where it gives something to go by. Ask"
                " through the page of the case for what is missing, one question at a time:"
            ),
        ),
        (
            _("What happened, when and where"),
            _("Who did it: person, position or unit"),
            _("Evidence, papers, pictures, and where more of it lies"),
            _("Witnesses, and how the reporter knows of it"),
        ),
    )


def _screening_part(facts: Facts) -> Part:
    bodies = ", ".join(facts.bodies) or _("no body is on the list yet")
    return Part(
        "screening",
        _("Deciding on a new complaint"),
        (
            _(
                "Look first at who is named: nobody named may handle the case or decide on it. If"
                " %(executive)s, a member of the council or everybody who would have to decide is"
                " named, forward it to a body outside.",
                executive=facts.executive,
            ),
            _("Bodies to which a complaint can be forwarded: %(bodies)s", bodies=bodies),
            _(
                "Note the risk of detriment for the reporter before the first step that anybody"
                " outside the desk could notice, and write down what is done against it."
            ),
        ),
        (
            _("Could somebody guess from the matter who reported it?"),
            _("Who would hear of the inquiry, and could harm the reporter?"),
            _("What can be asked of everybody, so that no question points at one person?"),
        ),
    )


def _talking_part() -> Part:
    return Part(
        "talking",
        _("Talking with the reporter"),
        (
            _(
                "The page of the case is the only way, and the reporter may stay anonymous to the"
                " end. Write so that a stranger who sees the screen learns little: no names, and"
                " no more of the matter than is needed."
            ),
            _(
                "When the reporter tells of a detriment, the case stands on top of the list until"
                " somebody notes what is done. Answer the same day."
            ),
        ),
    )


def _evidence_part() -> Part:
    return Part(
        "evidence",
        _("Evidence"),
        (
            _(
                "Files are shown as pictures and words, so that nothing in them can run; what is"
                " hidden in them was removed. Look at them here, and keep no copy elsewhere."
            ),
            _(
                "An original, if one was kept, is opened by two people together for a written"
                " reason. It can tell who made it: treat it like an identity."
            ),
        ),
    )


def _identity_part() -> Part:
    return Part(
        "identity",
        _("Identity of the reporter"),
        (
            _(
                "An identity given in confidence is sealed apart. One officer asks with a written"
                " reason, another confirms within %(days)s days; only who asked reads it, and the"
                " reporter sees that it was opened.",
                days=REQUEST_DAYS,
            ),
            _(
                "Ask only when the case cannot go on without it, and never to judge whether the"
                " reporter is to be believed."
            ),
        ),
    )


def _ending_part(facts: Facts, desk: Desk) -> Part:
    return Part(
        "ending",
        _("Result, and what follows"),
        (
            _(
                "Write the result for the reporter: what was examined, what was found, what"
                " follows. Name nobody who must stay unnamed."
            ),
            second_key(desk),
            _(
                "A substantiated case needs a disciplinary step, a reason why there is none, or a"
                " day on which to ask again; left open, the office asks after %(days)s days. What"
                " is overdue is shown to the officers who can open the case.",
                days=facts.follow_up_days,
            ),
            _(
                "For %(objection)s days the reporter may object; another officer answers. For"
                " %(reopen)s days a case can be taken up again.",
                objection=facts.objection_days,
                reopen=facts.reopen_days,
            ),
            _(
                "Cause and guideline are sealed with the case. Words for the register of"
                " guidelines are looked at by a second person before they leave the seal."
            ),
            keeping(desk),
        ),
    )


def _figures_part() -> Part:
    return Part(
        "figures",
        _("Figures"),
        (
            _(
                "Only totals of closed periods are published. A finer figure of which a part is"
                " smaller than %(fewest)s is left out, because it could tell of one person."
                " Tell nobody a figure that is not published.",
                fewest=THRESHOLD,
            ),
        ),
    )
