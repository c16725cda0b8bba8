import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.errors import Broken
from complaints.vault.halves import new_half, open_session, seal_session
from complaints.vault.sealed import Place, derive, seal

AGENCY, ROW = "a" * 32, "5" * 32
PAYLOAD = {"seed": "00" * 32, "channel": "corruption"}


def test_row_and_cookie_together_open_a_session() -> None:
    half = new_half()
    sealed = seal_session(half, PAYLOAD, agency_id=AGENCY, row=ROW)

    assert open_session(half, sealed, agency_id=AGENCY, row=ROW) == PAYLOAD


def test_the_row_alone_is_worth_nothing() -> None:
    sealed = seal_session(new_half(), PAYLOAD, agency_id=AGENCY, row=ROW)

    assert bytes(sealed).find(b"00" * 32) == -1
    assert bytes(sealed).find(b"corruption") == -1
    with pytest.raises(Broken):
        open_session(new_half(), sealed, agency_id=AGENCY, row=ROW)


def test_the_cookie_alone_is_worth_nothing() -> None:
    half = new_half()
    somebody_else = seal_session(new_half(), PAYLOAD, agency_id=AGENCY, row=ROW)

    with pytest.raises(Broken):
        open_session(half, somebody_else, agency_id=AGENCY, row=ROW)
    with pytest.raises(Broken):
        open_session(half, b"", agency_id=AGENCY, row=ROW)


@pytest.mark.parametrize(
    ("agency_id", "row"),
    [
        pytest.param(AGENCY, "6" * 32, id="another row"),
        pytest.param("b" * 32, ROW, id="another agency"),
    ],
)
def test_a_session_opens_in_its_own_row_alone(agency_id: str, row: str) -> None:
    half = new_half()
    sealed = seal_session(half, PAYLOAD, agency_id=AGENCY, row=ROW)

    with pytest.raises(Broken):
        open_session(half, sealed, agency_id=agency_id, row=row)


@given(st.integers(0, 60), st.integers(1, 255))
def test_a_changed_row_does_not_open(at: int, change: int) -> None:
    half = new_half()
    sealed = bytearray(seal_session(half, PAYLOAD, agency_id=AGENCY, row=ROW))
    sealed[at] ^= change

    with pytest.raises(Broken):
        open_session(half, bytes(sealed), agency_id=AGENCY, row=ROW)


def test_what_opens_but_is_no_record_is_broken() -> None:
    half = new_half()
    place = Place(AGENCY, "", "", "sessions", "payload_sealed", ROW)

    with pytest.raises(Broken):
        open_session(half, seal(derive(half, "session"), b"[]", place), agency_id=AGENCY, row=ROW)


def test_halves_are_random_and_long() -> None:
    assert len(new_half()) == 32
    assert new_half() != new_half()
