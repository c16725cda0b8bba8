from hypothesis import given
from hypothesis import strategies as st

from complaints.domain.codes import code_from_number, parse_code
from complaints.vault.lookup import (
    ARGON2_MEMORY_KIB,
    ARGON2_PASSES,
    code_of_form,
    secrets_of_code,
)

SERVER = b"c" * 32
CODE = code_from_number(42)


@given(st.text(max_size=60))
def test_a_form_always_gets_the_same_code(form_token: str) -> None:
    code = code_of_form(SERVER, form_token)

    assert parse_code(code) == code == code_of_form(SERVER, form_token)
    assert code != code_of_form(b"d" * 32, form_token)
    assert code != code_of_form(SERVER, form_token + "x")


def test_a_code_yields_an_index_and_a_seed_that_have_nothing_in_common() -> None:
    made = secrets_of_code(CODE, "a" * 32)

    assert made == secrets_of_code(CODE, "a" * 32)
    assert len({made.index_secret, made.seed, made.index(b"p" * 32), made.index(b"q" * 32)}) == 4


def test_agency_and_code_both_count() -> None:
    made = secrets_of_code(CODE, "a" * 32)

    assert made.seed != secrets_of_code(CODE, "b" * 32).seed
    assert made.seed != secrets_of_code(code_from_number(43), "a" * 32).seed


def test_the_setting_is_the_one_that_the_arithmetic_in_the_readme_is_about() -> None:
    assert (ARGON2_MEMORY_KIB, ARGON2_PASSES) == (4096, 3)


def test_what_a_code_yields_does_not_show_itself_when_printed() -> None:
    made = secrets_of_code(CODE, "a" * 32)

    assert repr(made) == "CodeSecrets()"
