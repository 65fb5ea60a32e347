from types import SimpleNamespace as Row

from events.exhibitors import ExhibitorGroup, exhibitor_groups


def booth(category, name="Gian"):
    return Row(category=category, name=name)


def test_groups_stand_in_their_usual_order():
    fpt, school, vnpt = booth("enterprise", "FPT"), booth("school"), booth("enterprise", "VNPT")
    exhibition = Row(groups=["enterprise", "department"], booths=[fpt, school, vnpt])
    assert exhibitor_groups(exhibition) == (
        [ExhibitorGroup("Trường học", [school]), ExhibitorGroup("Doanh nghiệp", [fpt, vnpt])],
        [ExhibitorGroup("Sở, ngành", [])],
    )


def test_an_exhibition_of_which_nothing_is_known_has_no_groups():
    assert exhibitor_groups(Row(groups=[], booths=[])) == ([], [])
