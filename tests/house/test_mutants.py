"""A mutant that does not apply any more, or whose test is gone, would catch nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.run import Mutant, NotAMutant, applies, mutants, read_mutant
from tests.support.processes import ROOT

EVERY = mutants()


def test_there_is_a_mutant_for_each_kind_of_safety() -> None:
    assert len(EVERY) >= 15
    assert len({mutant.measure for mutant in EVERY}) == len(EVERY)


@pytest.mark.parametrize("mutant", EVERY, ids=lambda mutant: mutant.name)
def test_a_mutant_applies_to_the_code_of_today_and_names_a_test(mutant: Mutant) -> None:
    assert applies(mutant, ROOT, only_check=True)
    path, _, name = mutant.test.partition("::")
    assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text()


def test_a_patch_without_words_is_no_mutant(tmp_path: Path) -> None:
    path = tmp_path / "silent.patch"
    path.write_text("--- a/x\n+++ b/x\n")

    with pytest.raises(NotAMutant):
        read_mutant(path)
