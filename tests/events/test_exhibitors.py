from types import SimpleNamespace as Row

from events.exhibitors import ExhibitorGroup, exhibitor_groups


def booth(category, name="Gian"):
    return Row(category=category, name=name)


def test_groups_stand_in_their_usual_order():
    fpt, school, vnpt = booth("enterprise", "FPT"), booth("school"), booth("enterprise", "VNPT")
    assert exhibitor_groups([fpt, school, vnpt], ["enterprise", "department"]) == (
        [ExhibitorGroup("school", [school]), ExhibitorGroup("enterprise", [fpt, vnpt])],
        [ExhibitorGroup("department", [])],
    )


def test_a_group_is_named_for_readers_and_for_addresses():
    group = ExhibitorGroup("department", [])
    assert (group.name, group.code) == ("Sở, ngành", "so-nganh")


def test_an_exhibition_of_which_nothing_is_known_has_no_groups():
    assert exhibitor_groups([], []) == ([], [])
