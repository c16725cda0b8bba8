from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from complaints.domain.errors import Broken
from complaints.vault.casekeys import (
    CaseKey,
    CaseRef,
    Half,
    HalfKey,
    Succession,
    commitment_of,
    first_of,
    open_as_officer,
    open_as_reporter,
    succeed,
    verify_succession,
)
from complaints.vault.pairs import OpeningPair, SigningPair

CASE = CaseRef("a" * 32, "corruption", "c" * 32)
OFFICER, REPORTER, OTHER = (OpeningPair(bytes([n]) * 32) for n in (1, 2, 3))
SIGNER, STRANGER = SigningPair(b"\x08" * 32), SigningPair(b"\x09" * 32)
WHERE = {"table": "case_entries", "column": "content_sealed", "row": "r/1"}


def test_an_officer_opens_both_halves_and_the_reporter_one() -> None:
    key = CaseKey.new(CASE)
    shared, desk = key.shared.seal({"text": "ถึง"}, **WHERE), key.desk.seal({"text": "ใน"}, **WHERE)

    officer = open_as_officer(CASE, 1, key.wrap_for_officer("o", OFFICER.public), "o", OFFICER)
    reporter = open_as_reporter(CASE, 1, key.wrap_for_reporter(REPORTER.public), REPORTER)

    assert officer.shared.open(shared, **WHERE) == {"text": "ถึง"}
    assert officer.desk.open(desk, **WHERE) == {"text": "ใน"}
    assert reporter.open(shared, **WHERE) == {"text": "ถึง"}
    with pytest.raises(Broken):
        reporter.open(desk, **WHERE)


def test_the_reporters_wrap_holds_no_whole_key() -> None:
    key = CaseKey.new(CASE)
    wrap = key.wrap_for_reporter(REPORTER.public)

    held = open_as_reporter(CASE, 1, wrap, REPORTER)

    assert held.secret == key.shared.secret
    assert held.secret not in {key.secret, key.desk.secret}
    assert CaseKey(CASE, 1, held.secret).desk.secret != key.desk.secret
    with pytest.raises(Broken):
        open_as_officer(CASE, 1, wrap, "o", REPORTER)


@pytest.mark.parametrize(
    ("case", "number", "holder", "pair"),
    [
        pytest.param(replace(CASE, case_id="d" * 32), 1, "o", OFFICER, id="another case"),
        pytest.param(replace(CASE, channel="grievance"), 1, "o", OFFICER, id="another channel"),
        pytest.param(replace(CASE, agency_id="b" * 32), 1, "o", OFFICER, id="another agency"),
        pytest.param(CASE, 2, "o", OFFICER, id="another number"),
        pytest.param(CASE, 1, "p", OFFICER, id="another holder's name"),
        pytest.param(CASE, 1, "o", OTHER, id="another holder's pair"),
        pytest.param(CASE, 1, "reporter", OFFICER, id="posing as the reporter"),
    ],
)
def test_a_wrap_opens_in_its_own_place_alone(
    case: CaseRef, number: int, holder: str, pair: OpeningPair
) -> None:
    wrap = CaseKey.new(CASE).wrap_for_officer("o", OFFICER.public)

    with pytest.raises(Broken):
        open_as_officer(case, number, wrap, holder, pair)


@pytest.mark.parametrize("changed", ["table", "column", "row"])
def test_a_row_opens_in_its_own_place_alone(changed: str) -> None:
    key = CaseKey.new(CASE)
    sealed = key.shared.seal({"text": "ลับ"}, **WHERE)

    with pytest.raises(Broken):
        key.shared.open(sealed, **{**WHERE, changed: "elsewhere"})
    moved = CaseKey(replace(CASE, case_id="d" * 32), 1, key.secret)
    with pytest.raises(Broken):
        moved.shared.open(sealed, **WHERE)


def test_what_opens_but_is_no_record_is_broken() -> None:
    shared = CaseKey.new(CASE).shared
    sealed = shared.seal(["a", "list"], **WHERE)  # type: ignore[arg-type]  # the mistake under test

    with pytest.raises(Broken):
        shared.open(sealed, **WHERE)


def test_no_key_shows_itself_when_printed() -> None:
    key = CaseKey.new(CASE)

    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)
    assert repr(key.shared.secret) not in repr(key.shared)


def _three_keys() -> tuple[dict[int, HalfKey], list[Succession]]:
    first = CaseKey.new(CASE)
    second, record_2 = succeed(first, SIGNER)
    third, record_3 = succeed(second, SIGNER)
    halves = {1: first.shared, 2: second.shared, 3: third.shared}
    return halves, [first_of(first), record_2, record_3]


def test_keys_that_rightly_follow_each_other_are_taken() -> None:
    halves, records = _three_keys()
    rostered = frozenset({SIGNER.public})

    verify_succession(halves, records, rostered)
    verify_succession({1: halves[1]}, records, rostered)
    verify_succession({3: halves[3]}, records, rostered)  # somebody who came later


def _forged(records: list[Succession]) -> list[Succession]:
    forged = CaseKey.new(CASE, 3)
    return [*records[:2], replace(records[2], commitment=forged.commitment())]


FORGERIES: dict[str, Callable[[list[Succession]], list[Succession]]] = {
    "another key than the committed one": _forged,
    "unsigned": lambda records: [*records[:2], replace(records[2], signature=b"")],
    "no signer": lambda records: [*records[:2], replace(records[2], signer_key=b"")],
    "a wrong proof by the key before": lambda records: [
        *records[:2], replace(records[2], mac=bytes(32))
    ],
    "no proof by the key before": lambda records: [*records[:2], replace(records[2], mac=b"")],
    "no record at all": lambda records: records[:2],
    "two records that changed places": lambda records: [
        records[0], replace(records[2], number=2), replace(records[1], number=3)
    ],
}  # fmt: skip


@pytest.mark.parametrize("forgery", [pytest.param(f, id=words) for words, f in FORGERIES.items()])
def test_a_key_that_does_not_rightly_follow_is_refused(
    forgery: Callable[[list[Succession]], list[Succession]],
) -> None:
    halves, records = _three_keys()

    with pytest.raises(Broken):
        verify_succession(halves, forgery(records), frozenset({SIGNER.public}))


def test_a_key_made_by_somebody_who_never_stood_on_the_roster_is_refused() -> None:
    """He holds the key before and signs rightly, only nobody entitled him to."""
    first = CaseKey.new(CASE)
    second, record = succeed(first, STRANGER)
    halves = {1: first.shared, 2: second.shared}

    verify_succession(halves, [first_of(first), record], frozenset({STRANGER.public}))
    with pytest.raises(Broken):
        verify_succession(halves, [first_of(first), record], frozenset({SIGNER.public}))


def test_a_rostered_officer_who_never_held_the_case_cannot_make_its_next_key() -> None:
    """The signature alone is not enough for those who hold the key before."""
    first, invented = CaseKey.new(CASE), CaseKey.new(CASE)
    second, record = succeed(invented, SIGNER)

    with pytest.raises(Broken):
        verify_succession(
            {1: first.shared, 2: second.shared},
            [first_of(first), record],
            frozenset({SIGNER.public}),
        )


def test_a_commitment_fixes_the_shared_half_and_a_leaf_is_something_else() -> None:
    key = CaseKey.new(CASE)

    assert key.commitment() == commitment_of(key.shared) == commitment_of(key.half(Half.SHARED))
    assert key.shared.leaf_token() != key.commitment()
    assert key.shared.leaf_token() != key.desk.leaf_token()
