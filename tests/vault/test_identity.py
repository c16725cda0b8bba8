import pytest

from complaints.domain.errors import Broken
from complaints.vault.casekeys import CaseRef
from complaints.vault.identity import open_identity, open_outer, seal_identity
from complaints.vault.pairs import OpeningPair

CASE, ROW = CaseRef("a" * 32, "corruption", "c" * 32), "1" * 32
PAIRS = {name: OpeningPair(bytes([n]) * 32) for n, name in enumerate(("anan", "busaba", "dara"), 1)}
PUBLIC = {name: pair.public for name, pair in PAIRS.items()}
NAME = "ชื่อจริงของผู้แจ้ง โทร. 0000000000"


def test_any_two_people_together_open_an_identity() -> None:
    sealed, nests = seal_identity(CASE, ROW, NAME, PUBLIC)

    assert len(nests) == 6
    for (first, second), nest in nests.items():
        inner = open_outer(CASE, ROW, nest, (first, second), PAIRS[first])
        assert open_identity(CASE, ROW, sealed, inner, (first, second), PAIRS[second]) == NAME


def test_nobody_opens_an_identity_alone() -> None:
    sealed, nests = seal_identity(CASE, ROW, NAME, PUBLIC)
    for (first, second), nest in nests.items():
        inner = open_outer(CASE, ROW, nest, (first, second), PAIRS[first])

        with pytest.raises(Broken):
            open_identity(CASE, ROW, sealed, inner, (first, second), PAIRS[first])
        with pytest.raises(Broken):
            open_outer(CASE, ROW, nest, (first, second), PAIRS[second])
        with pytest.raises(Broken):
            open_identity(CASE, ROW, sealed, nest, (first, second), PAIRS[second])


@pytest.mark.parametrize(
    ("case", "row"),
    [
        pytest.param(CaseRef("a" * 32, "corruption", "d" * 32), ROW, id="another case"),
        pytest.param(CaseRef("a" * 32, "grievance", "c" * 32), ROW, id="another channel"),
        pytest.param(CASE, "2" * 32, id="another row"),
    ],
)
def test_an_identity_opens_in_its_own_place_alone(case: CaseRef, row: str) -> None:
    sealed, nests = seal_identity(CASE, ROW, NAME, PUBLIC)
    pair = ("anan", "busaba")
    inner = open_outer(CASE, ROW, nests[pair], pair, PAIRS["anan"])

    with pytest.raises(Broken):
        open_outer(case, row, nests[pair], pair, PAIRS["anan"])
    with pytest.raises(Broken):
        open_identity(case, row, sealed, inner, pair, PAIRS["busaba"])


def test_a_nest_of_other_people_does_not_serve() -> None:
    _, nests = seal_identity(CASE, ROW, NAME, PUBLIC)

    with pytest.raises(Broken):
        open_outer(CASE, ROW, nests["anan", "dara"], ("anan", "busaba"), PAIRS["anan"])


def test_nobody_who_was_left_out_is_in_any_nest() -> None:
    some = {name: PUBLIC[name] for name in ("anan", "dara")}

    _, nests = seal_identity(CASE, ROW, NAME, some)

    assert set(nests) == {("anan", "dara"), ("dara", "anan")}
