"""What stands on the letters of each channel, as the administrator edits it."""

from __future__ import annotations

from complaints.domain.access import Permission
from complaints.domain.channel import Channel
from complaints.domain.events import Event
from complaints.domain.text import clean_line
from complaints.records import journal
from complaints.records.letters import LetterHead
from complaints.work import Actor, Work, refuse_unless_allowed


def change_letter_head(
    work: Work,
    actor: Actor,
    *,
    channel: Channel,
    prefix: str,
    signer_name: str,
    signer_position: str,
) -> None:
    """Change what stands on the letters of a channel; letters that left stay as they are.

    :param prefix: code of the office before the number, such as ``ตย 52001``.
    :raises NotFound: the actor does not manage settings.
    :raises BadInput: a field cannot be taken.
    """
    refuse_unless_allowed(actor, Permission.SETTINGS_CHANGE, channel=None)
    work.session.merge(
        LetterHead(
            channel=channel.value,
            prefix=clean_line(prefix, "prefix", longest=40),
            signer_name=clean_line(signer_name, "signer_name"),
            signer_position=clean_line(signer_position, "signer_position"),
        )
    )
    journal.write(
        work.session,
        Event.SETTINGS_CHANGED,
        channel=None,
        on=work.today(),
        actor_id=actor.id,
        fields={"setting": "letters"},
    )
