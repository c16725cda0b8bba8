"""The forms of the desk; names of fields are part of the interface."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    MultipleFileField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation

from complaints.domain.channel import Channel
from complaints.domain.protection import Risk
from complaints.domain.text import LINE_CHARACTERS, TEXT_CHARACTERS
from complaints.web.desk.fields import DayField, chosen, filled
from complaints.web.forms import (
    OneOf,
    Pick,
    PickMany,
    PublicForm,
    ReportForm,
    Required,
    line,
    options,
    text,
)
from complaints.web.wording import RISKS

PARAGRAPHS = 5000


class SignInForm(PublicForm):
    """Who somebody is, and two proofs of it."""

    name = StringField(_l("Sign-in name"), [filled()])
    passphrase = PasswordField(_l("Passphrase"), [filled()])
    totp = StringField(_l("Six digits from your phone"), [filled()])


class EnrolForm(PublicForm):
    """The passphrase of a new officer, and the proof that the phone is set up."""

    totp_secret = HiddenField()
    passphrase = PasswordField(_l("Your passphrase"), [filled()])
    passphrase_again = PasswordField(_l("The same passphrase again"), [filled()])
    totp = StringField(_l("Six digits from your phone"), [filled()])

    def validate_passphrase_again(self, field: PasswordField) -> None:
        """Refuse a second passphrase that is not the first."""
        if field.data != self.passphrase.data:
            raise StopValidation(_("The two passphrases are not the same."))


class PassphraseForm(PublicForm):
    """Another passphrase, and the proof that it is the officer who wants it."""

    current = PasswordField(_l("Your present passphrase"), [filled()])
    passphrase = PasswordField(_l("Your new passphrase"), [filled()])
    passphrase_again = PasswordField(_l("Your new passphrase again"), [filled()])

    def validate_passphrase_again(self, field: PasswordField) -> None:
        """Refuse a second passphrase that is not the first."""
        if field.data != self.passphrase.data:
            raise StopValidation(_("The two passphrases are not the same."))


class PhoneForm(PublicForm):
    """Another telephone, and the proof that it is the officer's own."""

    totp_secret = HiddenField()
    passphrase = PasswordField(_l("Passphrase"), [filled()])
    totp = StringField(_l("Six digits from your phone"), [filled()])


class HandOverForm(PublicForm):
    """Who joins those who can open a case."""

    officer = Pick(_l("Officer who joins"), [chosen()])


class RecuseForm(PublicForm):
    """Why somebody gives a case up."""

    reason = TextAreaField(_l("Why you must not handle it"), [Required(longest=TEXT_CHARACTERS)])


class ProtectForm(PublicForm):
    """How likely a detriment is, what is done against it, and what the reporter reads."""

    risk = OneOf(
        _l("Risk that the reporter is made to suffer"),
        choices=options((risk.value, RISKS[risk]) for risk in Risk),
        default=Risk.LOW.value,
    )
    measures = TextAreaField(_l("What is done against it"), [text(PARAGRAPHS)])
    told = TextAreaField(_l("A line for the reporter"), [text(PARAGRAPHS)])


class IdentityForm(PublicForm):
    """Why the identity of a reporter must be opened."""

    reason = TextAreaField(_l("Why the identity must be opened"), [Required(longest=2000)])


class MoveForm(PublicForm):
    """Why a case belongs to the other desk, and who must not get it there."""

    reason = TextAreaField(_l("Why it belongs to the other desk"), [Required(longest=PARAGRAPHS)])
    accused = TextAreaField(_l("Who is accused"), [text(PARAGRAPHS)])


class ReissueForm(PublicForm):
    """How an officer made sure that who asks for a code is the reporter."""

    checked = TextAreaField(
        _l("How you made sure that it is the reporter"), [Required(longest=2000)]
    )


class OriginalForm(PublicForm):
    """Why an original must be opened."""

    reason = TextAreaField(_l("Why the original is needed"), [Required(longest=2000)])


class EntryForm(ReportForm):
    """What every matter has that an officer enters for somebody."""

    attachments = MultipleFileField(_l("Papers and pictures"))
    keep_originals = BooleanField(_l("Also keep the originals"))
    kind = OneOf(_l("Kind of matter"))
    received_on = DayField(_l("Day on which it reached the office"), [filled()])
    received_by = Pick(_l("How it reached the office"), [chosen()])
    details = TextAreaField(_l("What happened"), [Required(longest=TEXT_CHARACTERS)])
    place = StringField(_l("Where"), [line(500)])
    reporter_kind = Pick(_l("Who reports"))


class GrievanceEntryForm(EntryForm):
    """A grievance that came by phone, in person, by letter and so on."""

    channel = Channel.GRIEVANCE
    topic = Pick(_l("Topic"))
    name = StringField(_l("Name of the reporter"), [line(LINE_CHARACTERS)])
    phone = StringField(_l("Telephone"), [line(60)])
    email = StringField(_l("E-mail address"), [line(LINE_CHARACTERS)])


class CorruptionEntryForm(EntryForm):
    """A corruption complaint that did not come by the page, or that has no reporter."""

    channel = Channel.CORRUPTION
    origin = Pick(_l("How the office came to know"))
    subject = Pick(_l("Subject"))
    happened = StringField(_l("When"), [line(500)])
    accused = TextAreaField(_l("Who is accused"), [text(PARAGRAPHS)])
    evidence = TextAreaField(_l("Evidence"), [text(PARAGRAPHS)])
    witnesses = TextAreaField(_l("Witnesses"), [text(PARAGRAPHS)])
    identity = TextAreaField(_l("Identity, if the reporter chose to be confidential"), [text(2000)])
    exclude = PickMany(_l("Officers who must not read it"))


class RecordForm(Form):
    """What of the record is shown; only fixed choices, so they may stand in an address."""

    book = Pick(_l("Book"))
    event = Pick(_l("What happened"))
    who = Pick(_l("Who"))
    day = DayField(_l("Day"))


class ReachForm(PublicForm):
    """Whose key it is about, and since when."""

    officer = Pick(_l("Whose key"), [chosen()])
    since = DayField(_l("Since"), [filled()])


class EraseForm(PublicForm):
    """Which completed case is to be erased before its time, and why."""

    case = StringField(_l("Case number"), [Required(longest=40)])
    reason = TextAreaField(_l("Reason"), [Required(longest=PARAGRAPHS)])


class SlipForm(PublicForm):
    """Nothing to fill in: a slip is printed."""
