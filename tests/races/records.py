"""The three ways in which two people meet at the forms of any kind of record."""

from functools import partial
from typing import Any

from django.apps import apps

from tests.factories import OrganisationFactory
from tests.kinds import KINDS, Desk, Kind
from tests.races.together import GONE, SAVED, Race, Two, codes_of, race, the_one_saved

# What both type into, by kind.
FIELDS = {
    "số liệu trong bản thảo": "comment",
    "lần phát hành trong bản thảo": "note",
    "chỉ số": "definition",
    "tài khoản": "last_name",
    "thiết lập của cổng": "tagline",
    "nguồn": "note",
    "bảng số liệu": "title",
    "ô của bảng": "title",
    "địa bàn": "name",
    "đơn vị tính": "noun",
    "trụ cột": "name",
    "tổ chức": "note",
    "diễn đàn": "theme",
    "vai trò của tổ chức": "note",
    "phiên": "title",
    "nhân vật": "note",
    "lần tham gia": "job_title",
    "triển lãm": "title",
    "gian hàng": "name",
    "giải pháp": "name",
    "báo cáo": "title",
    "phát biểu": "text",
}
# What nobody deletes or adds, whatever their rights.
NEVER = {
    "delete": {"lần phát hành trong bản thảo", "tài khoản", "thiết lập của cổng"},
    "add": {"thiết lập của cổng"},
}


def _name(kind: Kind, page: str) -> str:
    return f"{kind.pages.replace('/', '_')}_{page}"


def _model(kind: Kind) -> Any:
    return apps.get_model(kind.pages.replace("/", "."))


def _page(kind: Kind, record: Any, name: str = "change") -> str:
    return f"/admin/{kind.pages}/{record.pk}/{name}/"


def two_save(two: Two, kind: Kind, field: str) -> None:
    """The second sees both texts, and theirs still stands in the form."""
    record = kind.make(OrganisationFactory())
    page = _page(kind, record)
    forms = [(page, two.opened(place, page, **{field: two.texts[place]})) for place in (0, 1)]
    answers = two.send(*forms)
    first = the_one_saved(answers)
    record.refresh_from_db()
    assert getattr(record, field) == two.texts[first]
    shown = answers[1 - first].context
    [rival] = [each for each in shown["rivals"] if each.typed == two.texts[1 - first]]
    assert rival.saved == two.texts[first]
    assert shown["adminform"].form[field].value() == two.texts[1 - first]


def one_deletes_what_another_saves(two: Two, kind: Kind, field: str) -> None:
    """Either nothing is deleted unseen, or what was typed is shown though the record is gone."""
    record = kind.make(OrganisationFactory())
    page, asked = _page(kind, record), _page(kind, record, "delete")
    typed = two.opened(0, page, **{field: two.texts[0]})
    saved, deleted = two.send((page, typed), (asked, two.opened(1, asked)))
    left = _model(kind)._base_manager.filter(pk=record.pk).first()
    if left is None:
        assert codes_of([saved, deleted]) == [GONE, SAVED]
        assert two.texts[0] in [each.text for each in saved.context["typed"]]
    else:
        assert the_one_saved([saved, deleted]) == 0
        assert getattr(left, field) == two.texts[0]


def two_add(two: Two, kind: Kind, field: str) -> None:
    """A double click makes one record; two who add the same make two, or one is told."""
    page, typed = f"/admin/{kind.pages}/add/", _typed(two, kind, field)
    known = set(_model(kind)._base_manager.values_list("pk", flat=True))
    is_double_click = two.number % 2 == 0
    forms = [two.opened(place, page, **typed) for place in (0, 1)]
    if is_double_click:
        forms[1] = forms[0]
    answers = two.send(*((page, form) for form in forms))
    made = _model(kind)._base_manager.exclude(pk__in=known)
    if is_double_click:
        assert (codes_of(answers), made.count()) == ([SAVED] * 2, 1)
    else:
        assert made.count() == codes_of(answers).count(SAVED) >= 1
        for each in answers:
            if each.status_code != SAVED:
                assert each.context["adminform"].form[field].value() == two.texts[0]


def _typed(two: Two, kind: Kind, field: str) -> dict[str, Any]:
    """Return what a new record needs, named as no other pair's is."""
    needs = kind.needs(
        Desk(two.users[0], two.clients[0], two.clients[0], OrganisationFactory(), False)
    )
    for name, mark in {"code": "_", "name": " ", "title": " "}.items():
        if name in needs:
            needs[name] += f"{mark}{two.number}"
    if "email" in needs:
        needs["email"] = f"moi{two.number}@example.vn"
    if "year" in needs:  # which would make the address
        needs["slug"] = f"dien-dan-them-{two.number}"  # no factory makes such a one
    return needs | {field: two.texts[0]}


def _races() -> list[Race]:
    found = []
    for name, field in FIELDS.items():
        kind = KINDS[name]
        meetings = {"change": two_save, "delete": one_deletes_what_another_saves, "add": two_add}
        for page, meeting in meetings.items():
            if name not in NEVER.get(page, ()):
                each = partial(meeting, kind=kind, field=field)
                found.append(race(_name(kind, page))(each))
    return found


RECORD_RACES = _races()
