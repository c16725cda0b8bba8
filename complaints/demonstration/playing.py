"""Playing a story: every beat is a call of the use case that a page would call."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

from complaints.casework import steps
from complaints.casework.endings import Particulars
from complaints.casework.guidelines import Worded, look_again, put_forward
from complaints.casework.protection import protect
from complaints.demonstration.documents import document_of
from complaints.demonstration.pictures import picture_of
from complaints.demonstration.staffing import Staff
from complaints.demonstration.stories import UNIT_KEYS, Beat, Story
from complaints.domain.case_work import Verdict
from complaints.domain.channel import Channel, ReceivedBy
from complaints.domain.protection import Risk
from complaints.domain.states import Outcome
from complaints.evidence.errors import EvidenceError
from complaints.evidence.limits import EvidenceLimits
from complaints.evidence.spool import SealedPart, UploadSession
from complaints.intake.corruption import file_corruption
from complaints.intake.grievance import file_grievance
from complaints.intake.manual_entry import enter_corruption, enter_grievance
from complaints.intake.registration import Receipt
from complaints.intake.reports import CorruptionReport, GrievanceReport
from complaints.records.agency import active_units
from complaints.tracking.disagreeing import object_to_result
from complaints.tracking.following import change_code, rate, send_message
from complaints.tracking.visits import Visitor, enter, leave, resume
from complaints.work import Actor, Work
from complaints.work.attachments import CIPHER
from complaints.work.office import Office


@dataclass
class Play:
    """One story under way.

    :ivar turn: number of the story; says which officer takes it in.
    :ivar numbers: case numbers of the stories that have a name, shared by all plays.
    """

    office: Office
    staff: Staff
    story: Story
    turn: int
    received_on: date
    numbers: dict[str, str] = field(default_factory=dict)
    number: str = ""
    code: str = field(default="", repr=False)
    responsible: Actor | None = None

    def begin(self) -> None:
        """File the story, or enter it where it came otherwise than online."""
        receipt = self._filed()
        self.number, self.code = receipt.number, receipt.code or ""
        if self.story.name:
            self.numbers[self.story.name] = receipt.number

    def go_on(self, beat: Beat) -> None:
        """Play one beat."""
        getattr(self, f"_{beat.do}")(beat)

    @property
    def _channel(self) -> Channel:
        return self.story.channel

    @property
    def _receiver(self) -> Actor:
        officers = self.staff.officers(self._channel)
        return officers[self.turn % len(officers)]

    @property
    def _actor(self) -> Actor:
        return self.responsible or self._receiver

    @contextmanager
    def _work(self) -> Iterator[Work]:
        with self.office.writing(self._channel) as work:
            yield work

    def _filed(self) -> Receipt:
        name = self.story.picture
        if not name:
            return self._sent(())
        store = self.office.stores[self._channel]
        try:
            with UploadSession(store, CIPHER, EvidenceLimits(disk_floor_bytes=0), None) as upload:
                upload.keep_originals = name.endswith(".docx")
                part = upload.receive(name)
                part.write(self._attached())
                part.seek(0)
                return self._sent((part,))
        except EvidenceError:
            # Where nothing can be cleaned, the story is still worth telling.
            return self._sent(())

    def _attached(self) -> bytes:
        if self.story.picture.endswith(".docx"):
            return document_of(self.story.fields["details"], "ผู้พิมพ์ที่ไม่มีใครควรรู้ชื่อ")
        return picture_of(self.turn)

    def _sent(self, parts: tuple[SealedPart, ...]) -> Receipt:
        token = secrets.token_urlsafe(24)
        is_online = self.story.received_by is ReceivedBy.ONLINE
        if self._channel is Channel.CORRUPTION:
            report = self._corruption_report()
            if is_online:
                return file_corruption(self.office, form_token=token, report=report, parts=parts)
            return enter_corruption(
                self.office,
                self._receiver,
                form_token=token,
                report=report,
                received_on=self.received_on,
                received_by=self.story.received_by,
                origin=self.story.origin,
                parts=parts,
            )
        grievance = self._grievance_report()
        if is_online:
            return file_grievance(self.office, form_token=token, report=grievance, parts=parts)
        return enter_grievance(
            self.office,
            self._receiver,
            form_token=token,
            report=grievance,
            received_on=self.received_on,
            received_by=self.story.received_by,
            parts=parts,
        )

    def _corruption_report(self) -> CorruptionReport:
        officers = self.staff.officers(self._channel)
        return CorruptionReport(
            kind=self.story.kind,
            subject=self.story.subject,
            reporter_kind=self.story.reporter_kind,
            exclude=tuple(officers[at].id for at in self.story.exclude),
            **self.story.fields,
        )

    def _grievance_report(self) -> GrievanceReport:
        return GrievanceReport(
            kind=self.story.kind,
            topic=self.story.subject,
            reporter_kind=self.story.reporter_kind,
            wants_mail=False,
            **self.story.fields,
        )

    def _accept(self, beat: Beat) -> None:
        receiver = self._able_receiver()
        with self._work() as work:
            unit_id, officer = self._to_unit(work, beat.unit, receiver)
            steps.accept(
                work, number=self.number, actor=receiver, unit_id=unit_id, officer_id=officer.id
            )
        self.responsible = officer

    def _assign(self, beat: Beat) -> None:
        with self._work() as work:
            unit_id, officer = self._to_unit(work, beat.unit, self._receiver)
            steps.assign(
                work, number=self.number, actor=self._actor, unit_id=unit_id, officer_id=officer.id
            )
        self.responsible = officer

    def _message(self, beat: Beat) -> None:
        with self._work() as work:
            steps.send_message(work, number=self.number, actor=self._actor, text=beat.text)

    def _ask(self, beat: Beat) -> None:
        with self._work() as work:
            steps.ask_reporter(
                work, number=self.number, actor=self._actor, question=beat.text, why=beat.told
            )

    def _note(self, beat: Beat) -> None:
        with self._work() as work:
            steps.write_note(work, number=self.number, actor=self._actor, text=beat.text)

    def _explain(self, beat: Beat) -> None:
        with self._work() as work:
            steps.explain(
                work,
                number=self.number,
                actor=self._actor,
                reason=beat.text,
                new_date=self.received_on + timedelta(days=beat.until),
            )

    def _complete(self, beat: Beat) -> None:
        with self._work() as work:
            steps.complete(
                work,
                number=self.number,
                actor=self._actor,
                outcome=Outcome(beat.outcome),
                result=beat.text,
                more=Particulars(
                    body_name=beat.body,
                    duplicate_of=self.numbers.get(beat.of, ""),
                    cause=beat.cause,
                    guideline=beat.guideline,
                ),
            )

    def _learn(self, beat: Beat) -> None:
        """Put a guideline on the register; on the protected channel a colleague looks first."""
        worded = Worded(text_th=beat.text, text_en=beat.english, subject=self.story.subject)
        with self._work() as work:
            stands = put_forward(work, number=self.number, actor=self._actor, worded=worded)
        if stands:
            return
        others = (one for one in self.staff.officers(self._channel) if one.id != self._actor.id)
        with self._work() as work:
            look_again(work, number=self.number, actor=next(others), verdict=Verdict.CONFIRM)

    def _reopen(self, beat: Beat) -> None:
        with self._work() as work:
            steps.reopen(work, number=self.number, actor=self._actor, reason=beat.text)

    def _exclude(self, beat: Beat) -> None:
        others = [
            officer
            for officer in self.staff.officers(self._channel)
            if officer.id != self._actor.id
        ]
        with self._work() as work:
            steps.exclude(
                work,
                number=self.number,
                actor=self._actor,
                officer_id=others[beat.who % len(others)].id,
            )

    def _reply(self, beat: Beat) -> None:
        with self._visit() as visitor:
            send_message(self.office, visitor, text=beat.text)

    def _suffer(self, beat: Beat) -> None:
        with self._visit() as visitor:
            send_message(self.office, visitor, text=beat.text, is_detriment=True)

    def _protect(self, beat: Beat) -> None:
        with self._work() as work:
            protect(
                work,
                number=self.number,
                actor=self._actor,
                risk=Risk(beat.risk),
                measures=beat.text,
                told=beat.told,
            )

    def _rate(self, beat: Beat) -> None:
        with self._visit() as visitor, self._work() as work:
            rate(work, visitor, score=beat.score, words=beat.text)

    def _object(self, beat: Beat) -> None:
        with self._visit() as visitor, self._work() as work:
            object_to_result(work, visitor, reason=beat.text)

    def _code(self, _: Beat) -> None:
        with self._visit() as visitor:
            self.code, cookie = change_code(self.office, visitor)
            leave(self.office, cookie.value)

    @contextmanager
    def _visit(self) -> Iterator[Visitor]:
        cookie = enter(self.office, self.code)
        visitor = resume(self.office, cookie.value)
        if visitor is None:
            raise RuntimeError("a reporter of the demonstration could not come back")
        try:
            yield visitor
        finally:
            leave(self.office, cookie.value)

    def _able_receiver(self) -> Actor:
        """Return who takes the case in: nobody whom the reporter has shut out."""
        officers = self.staff.officers(self._channel)
        shut_out = {officers[at].id for at in self.story.exclude}
        able = [officer for officer in officers if officer.id not in shut_out]
        return able[self.turn % len(able)]

    def _to_unit(self, work: Work, unit: str, receiver: Actor) -> tuple[str, Actor]:
        """Return a unit and who answers for it: its head, or else the receiving officer."""
        unit_id = active_units(work.session)[UNIT_KEYS.index(unit)].id
        head = self.staff.head_of(unit_id) if self._channel is Channel.GRIEVANCE else None
        return unit_id, head or receiver
