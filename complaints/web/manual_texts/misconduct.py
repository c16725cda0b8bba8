"""The guideline for officers on corruption and misconduct of the office's own staff."""

from __future__ import annotations

from flask_babel import gettext as _

from complaints.casework.recurrence import FEWEST_ALIKE
from complaints.domain.case_work import Discipline
from complaints.domain.channel import Channel
from complaints.domain.officers_manuals import Part
from complaints.domain.protection import Risk
from complaints.domain.subjects import RISK_AREA_NAMES, RiskArea
from complaints.web.dates import speaks_thai
from complaints.web.manual_texts.facts import Desk, Facts, who_part
from complaints.web.wording import words


def misconduct_parts(facts: Facts) -> list[Part]:
    """Return the guideline on misconduct of staff."""
    desk = facts.desks[Channel.CORRUPTION]
    return [
        who_part(
            desk,
            _(
                "This guideline is for complaints that officials of %(agency)s were corrupt or"
                " behaved improperly: how the facts are found, how offenders are dealt with and"
                " followed up, and how everybody concerned is protected.",
                agency=facts.agency,
            ),
        ),
        _scope_part(desk),
        _conflict_part(facts),
        _finding_part(),
        _fairness_part(),
        _protection_part(),
        _referral_part(facts),
        _discipline_part(facts),
        _follow_up_part(facts),
        _prevention_part(),
    ]


def _scope_part(desk: Desk) -> Part:
    return Part(
        "scope",
        _("What it is about"),
        (
            _(
                "Each complaint is counted under one subject, and each subject under one of four"
                " areas of risk."
            ),
        ),
        tuple(_area_line(desk, area) for area in RiskArea),
    )


def _area_line(desk: Desk, area: RiskArea) -> str:
    name_th, name_en = RISK_AREA_NAMES[area]
    subjects = ", ".join(name for name, of in desk.subjects if of == area.value) or "–"
    return f"{name_th if speaks_thai() else name_en}: {subjects}"


def _conflict_part(facts: Facts) -> Part:
    return Part(
        "conflict",
        _("Who must keep out"),
        (
            _(
                "Whoever is accused can neither handle nor see the case. The service compares the"
                " names that the reporter gave with those of the desk and gives the accused no"
                " key; what it could not know, an officer must say."
            ),
        ),
        (
            _("Accused, or named as taking part"),
            _("Superior who would have to answer for it, or subordinate of the accused"),
            _("Relative, friend, business partner, or in dispute with one of them"),
            _("Involved in the procurement, permit or payment that it is about"),
            _(
                "%(executive)s, where the complaint is about their own deed or that of deputies",
                executive=facts.executive,
            ),
        ),
    )


def _finding_part() -> Part:
    return Part(
        "finding",
        _("Finding the facts"),
        (
            _(
                "Begin with what can be had without anybody noticing, and go on to people only"
                " then. Write each step into the case on the day it was done."
            ),
        ),
        (
            _("Write down what is alleged, point by point, and what would prove or refute it."),
            _(
                "Secure papers, accounts, orders and recordings in the ordinary course of work, by"
                " asking for a whole series and not for the one paper."
            ),
            _("Look at the place, the goods or the work, as in any ordinary inspection."),
            _("Hear witnesses one by one; never say that there is a complaint, or who made it."),
            _("Hear the accused last, on facts, with time to answer and to bring evidence."),
            _("Weigh point by point: proved, not proved, refuted; give the ground for each."),
            _("Propose the result; it is substantiated when one point that matters is proved."),
        ),
    )


def _fairness_part() -> Part:
    return Part(
        "fairness",
        _("Fairness to the accused"),
        (
            _(
                "Until it is proved, nobody is an offender. No name leaves the case, in no figure,"
                " no letter and no talk; a complaint that is not substantiated leaves no mark in"
                " the personnel file."
            ),
            _(
                "A complaint in good faith that proves wrong has no consequence for the reporter"
                " either."
            ),
        ),
    )


def _protection_part() -> Part:
    risks = ", ".join(words(risk) for risk in Risk)
    return Part(
        "protection",
        _("Protecting reporter and witnesses"),
        (
            _(
                "The risk of detriment is noted when the complaint is accepted (%(risks)s), and"
                " again whenever something changes. A risk that is not low needs a measure.",
                risks=risks,
            ),
            _(
                "Detriment is every disadvantage for having reported: transfer, dismissal, no"
                " promotion, threats, harassment, a lawsuit, talk. Whoever causes it commits"
                " misconduct of its own, and a new case is opened."
            ),
        ),
        (
            _("As few people as possible know; each of them is told that they must not tell."),
            _("Questions go to all of a group, never to one person alone."),
            _("Decisions on the staff of the unit concerned are looked at by somebody else."),
            _("Witnesses are told how to write to the desk, and to whom they can turn."),
            _("Where life or limb is in danger: turn to the police and the bodies outside."),
        ),
    )


def _referral_part(facts: Facts) -> Part:
    return Part(
        "referral",
        _("When it goes to a body outside"),
        (
            _(
                "Forward without waiting for an end of our own inquiry where the law gives the"
                " matter to another body, where those who would decide are involved, or where"
                " evidence is in danger that we cannot secure."
            ),
            _(
                "The bundle for the body is made on the page of the case: struck out what it need"
                " not know, with the digests of the files. It goes by hand or sealed, against"
                " receipt; the reporter is told to which body."
            ),
        ),
        facts.bodies or (_("no body is on the list yet"),),
    )


def _discipline_part(facts: Facts) -> Part:
    return Part(
        "discipline",
        _("Dealing with offenders"),
        (
            _(
                "A substantiated case is reported to %(executive)s, or to whoever decides in his"
                " place where he is involved, so that discipline is dealt with under the law and"
                " the rules on the staff of local government, graded by how grave it is.",
                executive=facts.executive,
            ),
            _(
                "A superior who lets it pass can be guilty of a disciplinary or a criminal"
                " offence too."
            ),
            _("In the case stands one of the following, with the ground, and never a name:"),
        ),
        tuple(words(one) for one in Discipline),
    )


def _follow_up_part(facts: Facts) -> Part:
    return Part(
        "follow_up",
        _("Following offenders up"),
        (
            _(
                "Each substantiated case is asked about again after %(days)s days, until the"
                " consequence is carried out: the step, its result, money paid back, orders lifted"
                " that rested on it.",
                days=facts.follow_up_days,
            ),
            _(
                "The page of follow-ups shows what is due and overdue to those who can open the"
                " case. Figures tell how many, never who."
            ),
        ),
    )


def _prevention_part() -> Part:
    return Part(
        "prevention",
        _("So that it does not come again"),
        (
            _(
                "At completion write what made it possible, not who did it, and how to prevent the"
                " like. Put what the office can use onto the register of guidelines."
            ),
            _(
                "%(fewest)s like cases in a period are a sign that the cause is still there: look"
                " at what comes again before each meeting, and propose a measure.",
                fewest=FEWEST_ALIKE,
            ),
        ),
    )
