"""Every address of the desk is known: who writes there meets a race, and a row of docs/roles.md."""

from functools import partial

import pytest
from django.contrib import admin
from django.urls import URLPattern, URLResolver, reverse

from tests import deeds as at_the_desk
from tests.factories import PortalSettingsFactory, UserFactory
from tests.races import test_accounts, test_files, test_imports, test_records, test_releases
from tests.races.together import RACES, SOAKED, logged_in
from tests.test_roles import ROWS, deeds

MODULES = (test_accounts, test_files, test_imports, test_records, test_releases)
PAIRS = 1000  # in a long run, at least
# What writes no record, by the end of its name.
READS = (
    "_changelist",
    "_history",
    "_file",
    "_figures",
    "_preview",
    "_preview_new",
    "_preview_indicator",
    "_template",
    "_content",
    "_everything",
)
DOORS = {
    "index",
    "login",
    "logout",
    "lost_password",
    "password_change_done",
    "autocomplete",
    "jsi18n",
    "view_on_site",
    "app_list",
}
REFUSED = {
    "forum_portal_user_delete",
    "metrics_release_delete",
    "forum_portal_portalsettings_add",
    "forum_portal_portalsettings_delete",
}
# The rows of docs/roles.md for what is more than a record's form.
ROWS_OF = {
    "own_sessions": "Kết thúc một phiên đăng nhập của mình",
    "password_change": "Đổi mật khẩu của mình",
    "set_password": "Tạo liên kết đặt mật khẩu cho tài khoản",  # whoever has the link needs no role
    "forum_portal_user_link": "Tạo liên kết đặt mật khẩu cho tài khoản",
    "forum_portal_user_off": "Ngừng tài khoản",
    "forum_portal_user_on": "Mở lại tài khoản",
    "forum_portal_portalsettings_add": "Sửa thiết lập của cổng",  # it leads to the one there is
    "forum_portal_portalsettings_change": "Sửa thiết lập của cổng",
    "metrics_indicator_change": "Sửa lời văn của chỉ số",
    "forum_portal_upload_table": "Nhập số liệu từ Excel vào bản thảo",
    "forum_portal_upload_change": "Mở tệp Excel mà người khác đã tải lên",
    "forum_portal_organisation_merge": "Gộp hai tổ chức",
    "events_person_merge": "Gộp hai nhân vật",
    "metrics_observation_correct": "Đính chính số liệu đã công khai",
    "metrics_observation_withdraw": "Rút số liệu đã công khai",
    "metrics_release_grid": "Nhập theo bảng số liệu của bản thảo",
    "metrics_release_add": "Soạn lần phát hành",
    "metrics_release_submit": "Gửi duyệt",
    "metrics_release_approve": "Duyệt",
    "metrics_release_return": "Trả lại",
    "metrics_release_take-back": "Lấy lại bản đã gửi duyệt",
    "metrics_release_publish": "Công bố ngay",
    "metrics_release_schedule": "Hẹn giờ công bố",
    "metrics_release_unschedule": "Bỏ hẹn giờ",
    "metrics_release_recall": "Hủy duyệt",
    "metrics_release_abandon": "Bỏ lần phát hành",
}
PAGES = {at_the_desk.add: "add", at_the_desk.change: "change", at_the_desk.delete: "delete"}


def _named(patterns):
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _named(each.url_patterns)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name


def written():
    """Return the names of all addresses of the desk at which something is written."""
    every = set(_named(admin.site.get_urls()))
    return {name for name in every - DOORS if not name.endswith(READS)}


def test_every_address_that_writes_has_its_race():
    raced = {name for names in RACES.values() for name in names}
    assert [*(written() - REFUSED - raced), *(raced - written())] == []


def test_every_address_that_writes_has_its_row():
    by_forms = {
        f"{deed.keywords['kind'].pages.replace('/', '_')}_{PAGES[deed.func]}"
        for action, _cells in ROWS
        for deed, _has_body in deeds(action)
        if isinstance(deed, partial) and deed.func in PAGES
    }
    assert [*(written() - by_forms - ROWS_OF.keys()), *(ROWS_OF.keys() - written())] == []
    assert set(ROWS_OF.values()) <= {action for action, _cells in ROWS}


def test_every_race_belongs_to_the_long_run():
    run = [race for module in MODULES for race in module.RACES]
    assert sorted(map(id, run)) == sorted(map(id, RACES))
    assert len(run) * SOAKED >= PAIRS


@pytest.mark.django_db
def test_nobody_does_what_is_always_refused():
    settings, user = PortalSettingsFactory(), UserFactory(is_superuser=True)
    client = logged_in(user)
    for name in REFUSED:
        args = [] if name.endswith("_add") else [settings.pk]
        answer = client.post(reverse(f"admin:{name}", args=args), {"post": "yes"})
        assert (name, answer.status_code in (302, 403, 404)) == (name, True)
    assert type(settings).objects.count() == 1
