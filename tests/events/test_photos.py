"""Photos of people: what becomes of an upload, what readers see of it, and when nothing."""

import json
import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from events.models import Person, Photo
from forum_portal.audit import changes_of
from tests.attachments import made
from tests.factories import (
    AppearanceFactory,
    ForumFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
)
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

PAGE, ADDRESS = "/dien-gia/nguyen-thi-a/", "/dien-gia/nguyen-thi-a.jpg"
TOLD = {"photo-0-alt": "Bà phát biểu trên bục.", "photo-0-credit": "Báo Hải Phòng"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def person():
    """Somebody whom a published forum names."""
    person = PersonFactory(name="Nguyễn Thị A", slug="nguyen-thi-a")
    AppearanceFactory(
        person=person,
        forum=ForumFactory(slug="2023", name="Diễn đàn 2023"),
        job_title="Giám đốc",
        organisation=OrganisationFactory(slug="so-a", name="Sở A"),
    )
    return person


@pytest.fixture
def photo(person):
    return PhotoFactory(person=person, picture=made.photo())


def figure(response):
    return re.search(r'<figure class="picture">.*?</figure>', response.text)[0]


def change(person):
    return f"/admin/events/person/{person.pk}/change/"


def upload(content=None, name="anh.jpg", **told):
    """Return what is typed into the form of a person for a photo."""
    return {"photo-0-file": SimpleUploadedFile(name, content or made.photo())} | TOLD | told


def send(client, person, **typed):
    return client.post(change(person), fields_of(client.get(change(person))) | typed)


def errors(response):
    [formset] = [
        each.formset
        for each in response.context["inline_admin_formsets"]
        if each.opts.model is Photo
    ]
    return formset[0].errors


class TestReading:
    def test_the_page_shows_it_with_its_size_words_and_credit(self, client, photo):
        assert figure(client.get(PAGE)) == (
            f'<figure class="picture"><img src="{ADDRESS}" width="480" height="640" '
            'alt="Bà phát biểu trên bục."><figcaption class="source">Ảnh: '
            "<span>Báo Hải Phòng, 27/12/2023</span></figcaption></figure>"
        )

    @pytest.mark.parametrize(
        ("english", "told"),
        [
            ("", 'alt="Bà phát biểu trên bục." lang="vi"'),
            ("She speaks at a desk.", 'alt="She speaks at a desk."'),
        ],
    )
    def test_in_english_it_is_told_in_english_where_that_is_known(
        self, client, photo, english, told
    ):
        Photo.objects.update(alt_en=english)
        assert figure(client.get(f"/en{PAGE}")) == (
            f'<figure class="picture"><img src="/en{ADDRESS}" width="480" height="640" {told}>'
            '<figcaption class="source">Photo: <span lang="vi">Báo Hải Phòng, 27/12/2023</span>'
            "</figcaption></figure>"
        )

    def test_programs_are_told_of_it(self, client, photo):
        page = client.get(PAGE).text
        [told] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        cards = re.findall(
            r'<meta (?:property="og:image|name="twitter)[^>]*content="([^"]*)"', page
        )
        address = f"{settings.PORTAL_ORIGIN}{ADDRESS}"

        assert cards == [address, "image/jpeg", "480", "640", photo.alt, "summary"]
        assert json.loads(told) == {
            "@context": "https://schema.org/",
            "inLanguage": "vi",
            "@type": "ProfilePage",
            "url": f"{settings.PORTAL_ORIGIN}{PAGE}",
            "mainEntity": {
                "@type": "Person",
                "name": "Nguyễn Thị A",
                "url": f"{settings.PORTAL_ORIGIN}{PAGE}",
                "jobTitle": "Giám đốc",
                "affiliation": {
                    "@type": "Organization",
                    "name": "Sở A",
                    "url": f"{settings.PORTAL_ORIGIN}/to-chuc/so-a/",
                },
                "image": {
                    "@type": "ImageObject",
                    "contentUrl": address,
                    "width": 480,
                    "height": 640,
                    "caption": "Bà phát biểu trên bục.",
                    "creditText": "Báo Hải Phòng, 27/12/2023",
                },
            },
        }

    def test_who_has_none_has_a_page_without(self, client, person):
        page = client.get(PAGE).text
        assert [word in page for word in ("<img", "image/jpeg", "ld+json", "two")] == [False] * 4
        assert client.get(ADDRESS).status_code == 404

    def test_it_is_handed_out_as_a_picture_and_nothing_else(self, client, photo):
        response = client.get(ADDRESS)
        with Image.open(BytesIO(response.content)) as image:
            assert (image.format, image.size) == ("JPEG", (480, 640))
        names = ("Content-Type", "Content-Disposition", "Content-Security-Policy")
        assert [response.headers[name] for name in names] == [
            "image/jpeg",
            'inline; filename="nguyen-thi-a.jpg"',
            "default-src 'none'; sandbox",
        ]

    def test_it_adds_no_query(self, client, person, django_assert_num_queries):
        client.get(PAGE)
        with django_assert_num_queries(2):
            client.get(PAGE)
        PhotoFactory(person=person)
        client.get(ADDRESS)
        with django_assert_num_queries(2):
            client.get(PAGE)
        with django_assert_num_queries(1):
            client.get(ADDRESS)

    def test_it_goes_off_the_site_with_the_person(self, client, photo):
        forum = photo.person.appearances.get().forum
        assert client.get(ADDRESS).status_code == 200
        forum.is_published = False
        forum.save()
        assert [client.get(f"{way}{ADDRESS}").status_code for way in ("", "/en")] == [404, 404]

    def test_it_follows_the_person_to_a_new_address(self, client, photo):
        Person.objects.update(slug="nguyen-a")
        response = client.get(ADDRESS)
        assert (response.status_code, response.headers["Location"]) == (
            301,
            "/dien-gia/nguyen-a.jpg",
        )


class TestUploading:
    def test_it_is_made_small_upright_and_forgets_its_camera(self, staff, person, folder):
        camera = made.picture(size=(3000, 2000), exif=made.exif(), comment=b"phong hop so 3")
        assert send(staff, person, **upload(camera)).status_code == 302

        photo = person.photo
        content = (folder / photo.file.name).read_bytes()
        with Image.open(BytesIO(content)) as image:
            assert (dict(image.getexif()), image.size) == ({}, (427, 640))
        assert (photo.width, photo.height, photo.alt) == (427, 640, TOLD["photo-0-alt"])
        assert [word in content for word in (b"Exif", b"Nguy", b"phong hop")] == [False] * 3
        assert [each.pgh_label for each in changes_of(Photo).objects.all()] == ["insert"]
        assert f'<img src="/admin/events/person/{person.pk}/file/{photo.pk}/"' in (
            staff.get(change(person)).text
        )

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            (
                "anh.pdf",
                made.PDF,
                "Cổng nhận ảnh JPEG, PNG hoặc WebP. Lưu ảnh thành một trong các loại này.",
            ),
            (
                "anh.jpg",
                made.HTML,
                "Tệp mang tên .jpg nhưng bên trong không phải JPEG. Hãy mở tệp, lưu lại thành "
                "JPEG rồi tải lên.",
            ),
            (
                "anh.jpg",
                made.picture()[:-200],
                "Tệp bị hỏng hoặc chưa tải lên hết. Mở tệp, lưu lại rồi tải lên.",
            ),
            (
                "anh.jpg",
                made.picture() + bytes(11 * 1024 * 1024),
                "Tệp nặng 11 MB; cổng nhận đến 10 MB. Làm tệp nhỏ lại hoặc tách thành nhiều tệp.",
            ),
        ],
    )
    def test_what_is_no_picture_is_refused_where_it_was_chosen(
        self, staff, person, folder, name, content, sentence
    ):
        response = send(staff, person, note="Đang gõ", **upload(content, name))
        assert (response.status_code, errors(response)) == (200, {"file": [sentence]})
        fields = fields_of(response)
        assert [fields[each] for each in ("note", *TOLD)] == [
            ["Đang gõ"],
            *([each] for each in TOLD.values()),
        ]
        assert (list(folder.iterdir()), Photo.objects.count()) == ([], 0)

    def test_words_and_credit_are_asked_for_and_the_upload_is_kept(self, staff, person):
        response = send(staff, person, **upload(**dict.fromkeys(TOLD, " ")))
        assert (response.status_code, errors(response)) == (
            200,
            {
                "alt": ["Ghi một câu cho biết hình có gì."],
                "credit": ["Ghi ai chụp hoặc lấy ảnh ở đâu."],
            },
        )
        assert "Đã nhận: anh (JPEG, " in response.text
        assert staff.post(change(person), fields_of(response) | TOLD).status_code == 302
        assert person.photo.credit == "Báo Hải Phòng"

    def test_words_alone_are_no_photo(self, staff, person):
        response = send(staff, person, **TOLD)
        assert (response.status_code, errors(response)) == (200, {"file": ["Hãy chọn tệp ảnh."]})

    def test_a_file_of_another_form_is_not_taken_here(self, staff, person):
        report = fields_of(staff.get("/admin/events/report/add/"))
        pdf = {"attachments-0-file": SimpleUploadedFile("tep.pdf", made.PDF), "title": ""}
        [kept] = fields_of(staff.post("/admin/events/report/add/", report | pdf))[
            "attachments-0-file_kept"
        ]
        response = send(staff, person, **TOLD, **{"photo-0-file_kept": kept})
        assert (response.status_code, errors(response)) == (200, {"file": ["Hãy chọn tệp ảnh."]})

    def test_it_is_replaced_and_taken_away(self, staff, photo):
        person, first = photo.person, photo.file.name
        assert (
            send(staff, person, **upload(made.picture("PNG", (800, 800)), "a.png")).status_code
            == 302
        )
        photo.refresh_from_db()
        assert (photo.file.name != first, photo.width, photo.height) == (True, 640, 640)

        assert send(staff, person, **{"photo-0-DELETE": "on"}).status_code == 302
        assert not Photo.objects.exists()

    def test_a_person_without_one_is_saved_as_before(self, staff, person):
        assert send(staff, person, note="Mới").status_code == 302
        assert (Person.objects.get().note, Photo.objects.count()) == ("Mới", 0)

    @pytest.mark.parametrize("part", ["file", "alt", "credit"])
    def test_the_database_keeps_none_without_its_parts(self, photo, part):
        with pytest.raises(IntegrityError), transaction.atomic():
            Photo.objects.update(**{part: ""})
