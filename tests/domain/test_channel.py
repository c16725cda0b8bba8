from complaints.domain.channel import KINDS, ROLES_WITH_KEYS, Channel, Kind, Role
from complaints.domain.subjects import SUBJECTS, UNITS


def test_each_channel_is_the_others_other() -> None:
    assert Channel.CORRUPTION.other is Channel.GRIEVANCE
    assert Channel.GRIEVANCE.other is Channel.CORRUPTION


def test_only_an_opinion_runs_without_a_clock() -> None:
    assert {kind for kind in Kind if not kind.has_clock} == {Kind.OPINION}
    assert {kind for kinds in KINDS.values() for kind in kinds} == set(Kind)


def test_those_who_watch_and_those_who_administer_hold_no_keys() -> None:
    without = set(Role) - ROLES_WITH_KEYS

    assert without == {Role.OVERSIGHT, Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR}


def test_the_first_lists_have_codes_that_differ_and_names_in_both_languages() -> None:
    for channel, seeds in SUBJECTS.items():
        assert len({seed.code for seed in seeds}) == len(seeds)
        for seed in seeds:
            assert seed.name_th, seed.code
            assert seed.name_en, seed.code
            assert (seed.risk_area is not None) == (channel is Channel.CORRUPTION)
    assert all(name_th and name_en for name_th, name_en in UNITS)
