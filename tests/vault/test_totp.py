import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.vault.totp import accepted_step, base32, provisioning_address, totp_at

SECRET = b"12345678901234567890"
NOW = 1_790_000_000
STEP = NOW // 30


@pytest.mark.parametrize(
    ("instant", "digits"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_digits_are_those_of_rfc_6238(instant: int, digits: str) -> None:
    """Appendix B, SHA-1; the vectors have eight digits, of which ours are the last six."""
    assert totp_at(SECRET, instant) == digits


@pytest.mark.parametrize(
    ("drift", "accepted"),
    [
        pytest.param(-2, False, id="a minute ago"),
        pytest.param(-1, True, id="the code before"),
        pytest.param(0, True, id="the code of now"),
        pytest.param(1, True, id="a telephone that runs fast"),
        pytest.param(2, False, id="a minute ahead"),
    ],
)
def test_a_telephone_may_be_half_a_minute_off(drift: int, *, accepted: bool) -> None:
    typed = totp_at(SECRET, (STEP + drift) * 30)

    step = accepted_step(SECRET, typed, NOW, -1)

    assert step == (STEP + drift if accepted else None)


def test_a_code_serves_once() -> None:
    typed = totp_at(SECRET, NOW)
    step = accepted_step(SECRET, typed, NOW, -1)

    assert step == STEP
    assert accepted_step(SECRET, typed, NOW, step) is None


def test_a_code_from_before_the_last_one_is_spent_too() -> None:
    before = totp_at(SECRET, NOW - 30)

    assert accepted_step(SECRET, before, NOW, STEP) is None


@given(st.text(max_size=12))
def test_whatever_people_type_is_judged_and_never_an_error(typed: str) -> None:
    accepted = accepted_step(SECRET, typed, NOW, -1)

    assert (accepted is None) is (typed not in {totp_at(SECRET, NOW + d) for d in (-30, 0, 30)})


def test_a_lone_surrogate_is_judged_too() -> None:
    assert accepted_step(SECRET, "\ud800", NOW, -1) is None


def test_the_address_for_the_telephone_names_issuer_and_account() -> None:
    address = provisioning_address(SECRET, issuer="เทศบาล ก", account="anan")

    assert address.startswith("otpauth://totp/%E0%B9%80")
    assert f"secret={base32(SECRET)}" in address
    assert base32(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
