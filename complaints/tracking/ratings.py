"""Rating how a matter was handled: one answer for a case, by the code or by a slip."""

from __future__ import annotations

from complaints.domain.calendar import half_of
from complaints.domain.channel import Channel
from complaints.domain.errors import BadInput, Code, NotFound
from complaints.domain.events import Event
from complaints.domain.states import State
from complaints.domain.text import clean_text
from complaints.records import cases, journal
from complaints.records.cases import Case
from complaints.records.rating_slips import RatingSlip, find_slip
from complaints.vault.casekeys import CaseRef
from complaints.vault.rating_slips import seal_answer, token_index
from complaints.work import Work
from complaints.work.office import Office

LOWEST_SCORE, HIGHEST_SCORE = 1, 5


def checked_rating(score: int, words: str) -> str:
    """Return the words of a rating, cleaned.

    :raises BadInput: no such score, or words that cannot be taken.
    """
    if not LOWEST_SCORE <= score <= HIGHEST_SCORE:
        raise BadInput(Code.CHOICE_IS_UNKNOWN, "score")
    return clean_text(words, "words", longest=2000)


def count_rating(work: Work, case: Case, score: int, *, by_slip: bool = False) -> None:
    """Keep a score: in the row of a grievance, in a counter for corruption.

    :param by_slip: an officer had the slip in hand, so it is counted apart.
    """
    if case.channel == Channel.GRIEVANCE:
        case.score, case.is_score_by_slip = score, by_slip
        return
    half = half_of(case.received_on)
    is_apart = by_slip or case.is_code_handed_out
    counted = "score_under_office_code" if is_apart else "score"
    cases.add_to_tally(work.session, Channel.CORRUPTION, half.start, f"{counted}:{score}")


def refuse_spent_slip(office: Office, token: str) -> None:
    """Refuse a slip by which nothing can be rated now.

    :raises NotFound: unknown, answered, replaced or too old, or its case is open again.
    """
    with office.reading(Channel.GRIEVANCE) as work:
        _valid(work, token)


def rate_by_slip(office: Office, token: str, *, score: int, words: str = "") -> None:
    """Rate how a matter was handled, once, with a slip from the counter.

    :raises BadInput: no such score, or words that cannot be taken.
    :raises NotFound: as for :func:`refuse_spent_slip`.
    """
    words = checked_rating(score, words)
    with office.reading(Channel.GRIEVANCE) as work:
        channel = Channel(_valid(work, token)[1].channel)
    with office.writing(channel) as work:
        case = _valid(work, token)[1]
        cases.lock_case(work.session, case)
        slip, case = _valid(work, token)  # somebody may have been quicker until now
        ref = CaseRef(work.agency.id, case.channel, case.id)
        slip.answer_sealed = seal_answer(ref, slip.answer_key, {"score": score, "text": words})
        slip.answered_on, slip.token_index = work.today(), None
        count_rating(work, case, score, by_slip=True)
        journal.write(
            work.session,
            Event.REPORTER_RATED,
            channel=channel,
            on=work.today(),
            actor_id=journal.REPORTER,
            case_id=case.id,
            fields={"score": str(score)},
        )


def _valid(work: Work, token: str) -> tuple[RatingSlip, Case]:
    """Return the slip of a token and its case, while it may be answered."""
    slip = find_slip(work.session, token_index(token))
    case = cases.find_case_by_id(work.session, slip.case_id) if slip else None
    if slip is None or case is None:
        raise NotFound
    if work.today() > slip.expires_on or case.state != State.COMPLETED.value:
        raise NotFound
    return slip, case
