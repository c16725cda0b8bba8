"""Why something about the key of a receiving body, or a bundle for it, is refused."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from complaints.domain.errors import Code

HANDING_OVER: Mapping[Code, LazyString] = {
    Code.KEY_IS_NONE: _("This is no key of a receiving body. Take the file that the body made."),
    Code.FINGERPRINT_DIFFERS: _(
        "This is not the fingerprint of the key. Somebody may have changed the key on its way:"
        " do not use it, and ask the body."
    ),
    Code.WAY_IS_THE_SAME: _(
        "A colleague compared it this way already. Ask the body by another one."
    ),
    Code.BODY_HAS_A_KEY: _("This body has a key. Take that one away first."),
    Code.BODY_KEY_DOES_NOT_COUNT: _(
        "No key of this body counts now, so nothing is sealed to it. Print the bundle, and have the"
        " key compared again."
    ),
    Code.BUNDLE_IS_TOO_LARGE: _("The files are too large together. Choose fewer of them."),
}
