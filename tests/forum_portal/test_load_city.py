"""Loading a folder of content: all of it, once, or nothing."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from forum_portal.models import Organisation, PortalSettings
from metrics.models import Area, Citation, Observation, Release
from tests.city import City, load, problems

pytestmark = pytest.mark.django_db

HAI_PHONG = settings.BASE_DIR / "data" / "haiphong"
OLD_CITY, IN_2023 = "hai-phong-den-2025-06", "2023"
# What the two articles on the forum of 2023 state, in the order of their text.
FIGURES_OF_2023 = [
    ("ke_hoach_nhiem_vu", OLD_CITY, IN_2023, "75", "eq", None, "A"),
    ("ke_hoach_don_vi", OLD_CITY, IN_2023, "28", "eq", None, "A"),
    ("ke_hoach_kinh_phi", OLD_CITY, IN_2023, "400", "lt", None, "A"),
    ("dvc_muc_4_pct", OLD_CITY, "2023-12", "100", "eq", None, "A"),
    ("dvc_muc_4_so", OLD_CITY, "2023-12", "1700", "ge", None, "A"),
    ("ho_so_truc_tuyen_so", OLD_CITY, IN_2023, "956000", "ge", None, "A"),
    ("ho_so_truc_tuyen_pct", OLD_CITY, IN_2023, "90.7", "eq", None, "A"),
    ("ho_so_truc_tuyen_pct", OLD_CITY, "2022", "60.2", "eq", None, "A"),
    ("ho_so_truc_tuyen_pct", OLD_CITY, "2021", "20", "eq", None, "A"),
    ("thanh_toan_truc_tuyen_pct", OLD_CITY, IN_2023, "50", "eq", None, "A"),
    ("ict_grdp_pct", OLD_CITY, IN_2023, "24.5", "eq", None, "E"),
    ("ict_grdp_rank", OLD_CITY, IN_2023, "4", "eq", 63, "A"),
    ("van_ban_ky_so_pct", OLD_CITY, IN_2023, "100", "eq", None, "A"),
    ("qlbv_benh_vien_pct", OLD_CITY, IN_2023, "100", "eq", None, "A"),
    ("luot_khach", "dien-dan-2023", "2023-12-27", "1000", "ge", None, "A"),
    ("gian_hang", "trien-lam-2023", IN_2023, "20", "eq", None, "A"),
]
FIRST_ARTICLE = "bai-viet-thu-nhat-dien-dan-2023"
SECOND_ARTICLE = "bai-viet-thu-hai-dien-dan-2023"


@pytest.fixture
def city(tmp_path):
    return City(tmp_path)


def whole_base():
    """Every row of every content table, and xmin, which changes when a row is written again."""
    tables = [
        model._meta.db_table
        for app in ("forum_portal", "metrics", "events")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    with connection.cursor() as cursor:
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT xmin::text, t::text FROM "{table}" t ORDER BY 2')
            rows[table] = cursor.fetchall()
    return rows


def test_says_how_many_rows_each_file_added(city):
    city.only("settings", "organisations", "areas", "home_areas")

    assert city.load() == [
        "organisations.csv: thêm 3 dòng",
        "settings.csv: thêm 1 dòng",
        "areas.csv: thêm 2 dòng",
        "home_areas.csv: thêm 2 dòng",
    ]


def test_second_run_finds_nothing_new_and_changes_no_row(city):
    city.load()
    before = whole_base()

    assert city.load() == ["Không có gì mới."]
    assert whole_base() == before


def test_prints_nothing_when_asked_to_be_quiet(city):
    city.write()
    out = StringIO()

    call_command("load_city", str(city.folder), stdout=out, verbosity=0)

    assert out.getvalue() == ""
    assert Release.objects.count() == 1


def test_adds_what_is_new_and_leaves_what_staff_changed(city):
    city.load()
    Organisation.objects.filter(slug="fpt").update(name="Tập đoàn FPT")
    PortalSettings.objects.update(name="Tên mới")
    city.add("organisations", slug="vnpt", name="VNPT", kind="enterprise")

    assert city.load() == ["organisations.csv: thêm 1 dòng"]
    assert sorted(Organisation.objects.values_list("slug", "name")) == [
        ("fpt", "Tập đoàn FPT"),
        ("so-khcn", "Sở KH&CN"),
        ("so-tttt", "Sở TT&TT"),
        ("vnpt", "VNPT"),
    ]
    assert PortalSettings.objects.get().name == "Tên mới"


def test_fills_derived_columns_and_links_within_a_table(city):
    city.load()

    old = Organisation.objects.get(slug="so-tttt")
    assert (old.search_text, old.successor.slug) == ("so tt&tt tttt", "so-khcn")
    assert Area.objects.get(code="cu").merged_into.code == "moi"


def test_the_settings_name_the_caretaker_of_the_figures(city):
    city.change("settings", 0, caretaker="so-khcn")
    city.load()

    assert PortalSettings.objects.get().caretaker.slug == "so-khcn"


def test_a_caretaker_that_nobody_knows_is_refused(city):
    city.change("settings", 0, caretaker="so-la")

    assert city.problems() == [
        "settings.csv, dòng 2, cột caretaker: “so-la” Không có “so-la” trong organisations.csv "
        "cũng như trên cổng."
    ]


def test_the_serving_role_may_load(city, as_app):
    city.load()

    assert Observation.objects.public().count() == 3


def test_all_problems_of_all_files_are_named_and_nothing_is_loaded(city):
    city.change("organisations", 1, kind="sở")
    city.change("areas", 1, valid_from="1/7/2025")
    city.change("observations", 0, value="90,7")

    with pytest.raises(CommandError, match=r"^Không nạp gì cả: có 3 lỗi\.$") as raised:
        city.load()

    assert raised.value.returncode == 1
    assert city.problems() == [
        "organisations.csv, dòng 3, cột kind: “sở” Ghi một trong các mã: city_body, department, "
        "party_body, ministry, central_body, association, enterprise, bank, media, other.",
        "areas.csv, dòng 3, cột valid_from: “1/7/2025” Đây không phải ngày viết như 2023-12-27.",
        "observations.csv, dòng 2, cột value: “90,7” Đây không phải số viết với dấu chấm thập "
        "phân như 956000 hoặc 90.7.",
    ]
    assert not any(whole_base().values())


def test_missing_folder():
    with pytest.raises(CommandError, match=r"^Không có thư mục “/khong-co”\.$"):
        call_command("load_city", "/khong-co")


def write(folder: Path, name: str, text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data)
    return problems(folder)


HEADER = "code,name,name_en,position\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("code,name,name_en\na,A,\n", ["pillars.csv, dòng 1, cột position: Thiếu cột này."]),
        (
            "code,name,name_en,position,colour\na,A,,1,đỏ\n",
            ["pillars.csv, dòng 1, cột colour: Tệp này không có cột tên như vậy."],
        ),
        (
            "code,name,name_en,position,code\na,A,,1,a\n",
            ["pillars.csv, dòng 1, cột code: Cột này xuất hiện hai lần."],
        ),
        (
            "",
            [
                f"pillars.csv, dòng 1, cột {name}: Thiếu cột này."
                for name in ("code", "name", "name_en", "position")
            ],
        ),
        (
            HEADER + "a,A,,1,thừa\n",
            ["pillars.csv, dòng 2: Dòng có 5 ô, dòng tiêu đề có 4."],
        ),
        (
            HEADER + 'a,"A,,1\n',
            ["pillars.csv, dòng 2: Dòng không đúng dạng CSV: unexpected end of data."],
        ),
        (HEADER + "a,,,1\n", ["pillars.csv, dòng 2, cột name: Ô này bắt buộc phải ghi."]),
        (
            HEADER + "a,A,,một\n",
            ["pillars.csv, dòng 2, cột position: “một” Đây không phải số nguyên."],
        ),
        (
            HEADER + "a,A\0B,,1\n",
            ["pillars.csv, dòng 2, cột name: “A\0B” Ô chứa byte NUL, văn bản không có ký tự này."],
        ),
        (
            HEADER + 'a,"A\n\nB",,1\nb,B,,1\na,A,,1\n',
            ["pillars.csv, dòng 4, cột code: “a” Trùng với dòng 2."],
        ),
        (
            HEADER.encode() + b"a,A,,1\nb,Ch\xednh,,2\n",
            [
                "pillars.csv, dòng 3: “ính,,2\\n” Tệp không theo bảng mã UTF-8. "
                "Hãy lưu lại dạng “CSV UTF-8”.".replace("\\n", " ")
            ],
        ),
    ],
)
def test_a_broken_file_is_named_with_line_and_column(tmp_path, text, wanted):
    assert write(tmp_path, "pillars.csv", text) == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_mark_of_byte_order_blank_lines_and_windows_line_ends_are_let_pass(tmp_path, encoding):
    text = "\ufeffcode,name,name_en,position\r\n\r\ncqs,Chính quyền số,,1\r\n,,,\r\n"
    (tmp_path / "pillars.csv").write_bytes(text.encode(encoding))

    assert load(tmp_path) == ["pillars.csv: thêm 1 dòng"]


def test_an_unreadable_file_makes_no_further_problems(city):
    city.write()

    assert write(city.folder, "indicators.csv", b"\xff") == [
        "indicators.csv, dòng 1: “ÿ” Tệp không theo bảng mã UTF-8. Hãy lưu lại dạng “CSV UTF-8”."
    ]


def test_a_refused_row_makes_no_further_problems(city):
    city.change("indicators", 0, frequency="năm")

    assert city.problems() == [
        "indicators.csv, dòng 2, cột frequency: “năm” Ghi một trong các mã: A, S, Q, M, D, R."
    ]


def test_a_file_of_another_name_is_a_slip(tmp_path):
    assert write(tmp_path, "observation.csv", "") == [
        "observation.csv: Không có loại nội dung nào nằm trong tệp tên này."
    ]


def test_values_that_must_be_unique_beside_the_key(city):
    city.load()
    city.add("organisations", slug="fpt-2", name="FPT", kind="enterprise")
    city.add("organisations", slug="x", name="X")
    city.add("organisations", slug="x-2", name="X")

    assert city.problems() == [
        "organisations.csv, dòng 5, cột name: “FPT” Một bản ghi khác đã mang giá trị này.",
        "organisations.csv, dòng 7, cột name: “X” Trùng với dòng 6.",
    ]


def test_what_only_the_database_refuses_is_named_with_its_line(city):
    city.change("sources", 0, url="https://example.vn/a")
    city.add("sources", slug="b", kind="article", title="B", url="https://example.vn/b")
    city.add("sources", slug="c", kind="article", title="C", url="https://example.vn/a")

    assert city.problems() == ["sources.csv, dòng 5: Đã có nguồn với địa chỉ này."]
    assert not any(whole_base().values())


# The content of Hải Phòng


def stated_by(*sources):
    """What a reader finds of the observed figures that `sources` state, agree with or round."""
    citations = Citation.objects.public().filter(source__slug__in=sources)
    stating = citations.exclude(stance__in=["disagrees", "republishes"])
    figures = Observation.objects.in_force().observed().filter(citations__in=stating)
    key = ("indicator__code", "area__code", "period")
    rest = ("value", "comparator", "out_of", "obs_status")
    return set(figures.values_list(*key, *rest))


def test_hai_phong_has_every_figure_of_the_forum_of_2023():
    load(HAI_PHONG)

    assert stated_by(FIRST_ARTICLE, SECOND_ARTICLE) == {
        (*key, Decimal(value), *rest)
        for *key, value, comparator, out_of, status in FIGURES_OF_2023
        for rest in [(comparator, out_of, status)]
    }


def test_hai_phong_keeps_the_disagreement_of_its_two_sources():
    load(HAI_PHONG)

    citations = Citation.objects.public().filter(
        observation__indicator__code="ho_so_truc_tuyen_pct", observation__period="2023"
    )
    assert list(
        citations.filter(source__slug__in=[FIRST_ARTICLE, SECOND_ARTICLE])
        .preferred_first()
        .values_list("source__slug", "printed", "stance")
    ) == [(FIRST_ARTICLE, "90.7%", "states"), (SECOND_ARTICLE, "90%", "disagrees")]


def test_hai_phong_is_public_as_a_whole_and_loads_once():
    load(HAI_PHONG)

    assert Citation.objects.exclude(pk__in=Citation.objects.public()).count() == 0
    assert not Observation.objects.public().filter(citations=None).exists()
    assert load(HAI_PHONG) == ["Không có gì mới."]
