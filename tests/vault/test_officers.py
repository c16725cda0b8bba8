import math
import re

import pytest

from complaints.domain.errors import Broken
from complaints.vault.officers import (
    ARGON2_MEMORY_KIB,
    ARGON2_PASSES,
    OfficerSecrets,
    Pins,
    link_index,
    new_passphrase,
    new_salt,
    open_secrets,
    passphrase_key,
    seal_secrets,
)

KEY = bytes(range(32))
HERE = {"agency_id": "a" * 32, "officer_id": "0" * 32}


def test_secrets_come_back_whole_with_what_the_officer_remembers() -> None:
    owned = OfficerSecrets(b"m" * 32, b"t" * 20, Pins("ab", 3, 17, "cd"))

    opened = open_secrets(KEY, seal_secrets(owned, KEY, **HERE), **HERE)

    assert opened == owned
    assert opened.opening.public == owned.opening.public
    assert opened.signing.public == owned.signing.public


@pytest.mark.parametrize(
    ("key", "agency_id", "officer_id"),
    [
        pytest.param(bytes(32), "a" * 32, "0" * 32, id="another passphrase"),
        pytest.param(KEY, "a" * 32, "1" * 32, id="another officer's row"),
        pytest.param(KEY, "b" * 32, "0" * 32, id="another agency"),
    ],
)
def test_secrets_open_for_their_owner_alone(key: bytes, agency_id: str, officer_id: str) -> None:
    sealed = seal_secrets(OfficerSecrets.new(), KEY, **HERE)

    with pytest.raises(Broken):
        open_secrets(key, sealed, agency_id=agency_id, officer_id=officer_id)


def test_the_two_pairs_are_different_secrets() -> None:
    owned = OfficerSecrets.new()

    assert owned.opening.public[-32:] != owned.signing.public
    assert OfficerSecrets.new().master != owned.master


def test_secrets_do_not_show_themselves_when_printed() -> None:
    owned = OfficerSecrets(b"m" * 32, b"t" * 20)

    assert "mmm" not in repr(owned)
    assert "ttt" not in repr(owned)


def test_a_record_of_another_form_is_broken() -> None:
    payload = OfficerSecrets.new().as_payload()

    assert OfficerSecrets.from_payload(payload).as_payload() == payload
    for name in payload.keys() - {"names"}:  # remembered later than the rest
        with pytest.raises(Broken):
            OfficerSecrets.from_payload({k: v for k, v in payload.items() if k != name})
    with pytest.raises(Broken):
        OfficerSecrets.from_payload({**payload, "master": "no hex"})


def test_a_passphrase_costs_64_mib_and_three_passes() -> None:
    assert (ARGON2_MEMORY_KIB, ARGON2_PASSES) == (65_536, 3)


def test_a_passphrase_of_any_characters_yields_a_key_of_its_own() -> None:
    salt = b"s" * 16

    keys = {passphrase_key(typed, salt) for typed in ("รหัสผ่าน", "\ud800", "\x00", "")}

    assert len(keys) == 4
    assert passphrase_key("รหัสผ่าน", b"t" * 16) not in keys


def test_a_suggested_passphrase_is_six_words_and_76_bits() -> None:
    syllables = 15 * 5
    one = new_passphrase()

    assert re.fullmatch(r"([bcdfghjklmnprstv][aeiou]){2}(-([bcdfghjklmnprstv][aeiou]){2}){5}", one)
    assert len({new_passphrase() for _ in range(100)}) == 100
    assert 12 * math.log2(syllables) > 74


def test_salts_and_links_are_not_guessable_from_what_is_kept() -> None:
    assert new_salt() != new_salt()
    assert len(new_salt()) == 16
    assert link_index("token") != link_index("token2")
    assert b"token" not in link_index("token")
