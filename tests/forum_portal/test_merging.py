"""Two records that are one: everything moves, doubles go, nothing public changes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from events.models import Appearance, Booth, Evidence, ForumRole, Person, Photo, Quote, Session
from forum_portal.former_addresses import FormerAddress
from forum_portal.merging import Difference, MergeRefusedError, merge, plan_merger
from forum_portal.models import Organisation, PortalSettings, User
from forum_portal.pointing import pointers_to
from metrics.manifest import manifest
from metrics.models import Indicator, Release
from tests.factories import (
    AppearanceFactory,
    BoothFactory,
    EvidenceFactory,
    ForumFactory,
    ForumRoleFactory,
    IndicatorFactory,
    OrganisationFactory,
    PersonFactory,
    PhotoFactory,
    PortalSettingsFactory,
    QuoteFactory,
    SessionFactory,
    SolutionFactory,
    UserFactory,
    published_figure,
)

pytestmark = pytest.mark.django_db


def merged(going, staying):
    """Merge as somebody does who has just looked; return the record that stayed, as it is now."""
    merge(going=going, staying=staying, fingerprint=plan_merger(going, staying).fingerprint)
    return type(staying).objects.get(pk=staying.pk)


def moves(plan):
    """Return the names of what moves by kind, and of what is there already."""
    return {move.kind: [(row.name, row.is_double) for row in move.rows] for move in plan.moves}


@pytest.fixture
def two_people(db):
    return (
        PersonFactory(name="Nguyễn Văn A", slug="nguyen-van-a-2"),
        PersonFactory(name="Nguyễn Văn A", slug="nguyen-van-a"),
    )


@pytest.fixture
def two_bodies(db):
    return OrganisationFactory(name="Sở TTTT", slug="so-tttt"), OrganisationFactory(name="Sở")


def test_what_points_at_people_and_organisations_is_known():
    """The public record is not among it: no release, observation or citation changes."""
    found = {
        model: {f"{each.model.__name__}.{each.name}" for each in pointers_to(model)}
        for model in (Person, Organisation)
    }
    assert found == {
        Person: {"Appearance.person", "Photo.person", "Quote.person"},
        Organisation: {
            *("Organisation.successor", "User.organisation", "PortalSettings.caretaker"),
            *("Indicator.responsible", "ForumRole.organisation", "Appearance.organisation"),
            *("Booth_organisations.organisation", "Solution_organisations.organisation"),
            "Session_hosts.organisation",
        },
    }


class TestPeople:
    def test_everything_moves_and_the_record_goes(self, two_people):
        going, staying = two_people
        appearance = AppearanceFactory(person=going)
        quote = QuoteFactory(person=going)

        merged(going, staying)

        assert list(Person.objects.all()) == [staying]
        assert Appearance.objects.get() == appearance
        assert {Appearance.objects.get().person, Quote.objects.get().person} == {staying}
        assert Quote.objects.get() == quote

    def test_what_moves_is_told_before(self, two_people):
        going, staying = two_people
        forum = ForumFactory(name="Diễn đàn 2023")
        session = SessionFactory(forum=forum, title="Phiên tham vấn")
        AppearanceFactory(person=going, forum=forum, session=session, role="moderator")
        AppearanceFactory(person=going, forum=forum, role="guest")
        AppearanceFactory(person=staying, forum=forum, role="guest")
        QuoteFactory(person=going, forum=forum, text="Dữ liệu là tài nguyên.")

        assert moves(plan_merger(going, staying)) == {
            "Lần tham gia": [
                ("Diễn đàn 2023, Phiên tham vấn, điều phối", False),
                ("Diễn đàn 2023, khách mời", True),
            ],
            "Phát biểu": [("Diễn đàn 2023, Dữ liệu là tài nguyên.", False)],
        }

    def test_a_photo_moves_to_who_has_none(self, two_people):
        going, staying = two_people
        photo = PhotoFactory(person=going, alt_en="A portrait")
        assert merged(going, staying).photo == photo

    def test_of_two_photos_that_of_the_one_that_stays_counts_whole(self, two_people):
        going, staying = two_people
        PhotoFactory(person=going, alt_en="Another portrait", credit="Cổng thành phố")
        kept = PhotoFactory(person=staying)

        [move] = plan_merger(going, staying).moves
        merged(going, staying)

        assert move.rows[0].differences == [
            Difference("Nội dung hình, bằng tiếng Anh", "Another portrait", "", False),
            Difference("Nguồn ảnh", "Cổng thành phố", "Báo Hải Phòng, 27/12/2023", False),
        ]
        assert list(Photo.objects.values_list("pk", "alt_en")) == [(kept.pk, "")]

    def test_a_role_that_is_there_already_is_not_there_twice(self, two_people):
        going, staying = two_people
        forum = ForumFactory()
        double = AppearanceFactory(person=going, forum=forum, role="guest", job_title="Giám đốc")
        kept = AppearanceFactory(person=staying, forum=forum, role="guest")
        evidence = EvidenceFactory(forum=None, appearance=double, sentence="Câu này.")

        [move] = plan_merger(going, staying).moves
        merged(going, staying)

        assert move.rows[0].differences == [Difference("Chức danh", "Giám đốc", "", True)]
        assert list(Appearance.objects.all()) == [kept]
        assert Appearance.objects.get().job_title == "Giám đốc"
        assert Evidence.objects.get() == evidence
        assert Evidence.objects.get().appearance == kept

    def test_the_same_evidence_is_not_there_twice(self, two_people):
        going, staying = two_people
        forum = ForumFactory()
        said = {"forum": None, "sentence": "Câu này.", "locator": "đoạn 3"}
        double, kept = (AppearanceFactory(person=each, forum=forum) for each in two_people)
        evidence = EvidenceFactory(appearance=kept, **said)
        EvidenceFactory(appearance=double, source=evidence.source, **said)

        merged(going, staying)

        assert list(Evidence.objects.all()) == [evidence]

    def test_what_the_one_that_stays_says_counts(self, two_people):
        going, staying = two_people
        forum = ForumFactory()
        AppearanceFactory(person=going, forum=forum, job_title="Phó Giám đốc")
        AppearanceFactory(person=staying, forum=forum, job_title="Giám đốc")

        [move] = plan_merger(going, staying).moves
        merged(going, staying)

        lost = Difference("Chức danh", "Phó Giám đốc", "Giám đốc", False)
        assert move.rows[0].differences == [lost]
        assert Appearance.objects.get().job_title == "Giám đốc"

    def test_quotes_in_one_place_are_put_in_order(self, two_people):
        going, staying = two_people
        forum = ForumFactory()
        for person, texts in ((staying, ["Một.", "Hai."]), (going, ["Ba.", "Bốn."])):
            for position, text in enumerate(texts, start=1):
                QuoteFactory(person=person, forum=forum, text=text, position=position)

        merged(going, staying)

        quotes = Quote.objects.filter(person=staying).order_by("position")
        assert list(quotes.values_list("text", flat=True)) == ["Một.", "Hai.", "Ba.", "Bốn."]

    def test_the_same_quote_is_not_there_twice_but_all_it_speaks_of(self, two_people):
        going, staying = two_people
        forum, source = ForumFactory(), None
        indicators = IndicatorFactory(), IndicatorFactory()
        for person, indicator in zip(two_people, indicators, strict=True):
            quote = QuoteFactory(
                person=person, forum=forum, **({"source": source} if source else {})
            )
            source = quote.source
            quote.indicators.add(indicator)

        merged(going, staying)

        assert set(Quote.objects.get().indicators.all()) == set(indicators)

    def test_empty_fields_are_filled_and_no_other_changes(self, two_people):
        going, staying = two_people
        Person.objects.filter(pk=going.pk).update(honorific="Ông", note="Ghi chú cũ")
        Person.objects.filter(pk=staying.pk).update(note="Ghi chú")
        going.refresh_from_db()
        staying.refresh_from_db()

        told = plan_merger(going, staying).differences
        person = merged(going, staying)

        assert told == [
            Difference("Danh xưng", "Ông", "", True),
            Difference("Ghi chú", "Ghi chú cũ", "Ghi chú", False),
        ]
        assert (person.honorific, person.note) == ("Ông", "Ghi chú")

    def test_addresses_lead_to_the_one_that_stays(self, two_people, client):
        going, staying = two_people
        AppearanceFactory(person=going)
        going.slug = "nguyen-a"
        going.save()

        merged(going, staying)

        for old in ("nguyen-van-a-2", "nguyen-a"):
            answer = client.get(f"/dien-gia/{old}/")
            assert (answer.status_code, answer["Location"]) == (301, "/dien-gia/nguyen-van-a/")

    def test_merged_twice_all_lead_to_the_last(self, two_people, client):
        going, staying = two_people
        last = AppearanceFactory(person__slug="cuoi").person
        merged(going, staying)
        merged(staying, last)
        for old in ("nguyen-van-a-2", "nguyen-van-a"):
            assert client.get(f"/dien-gia/{old}/")["Location"] == "/dien-gia/cuoi/"


class TestOrganisations:
    def test_everything_moves(self, two_bodies):
        going, staying = two_bodies
        ForumRoleFactory(organisation=going)
        AppearanceFactory(organisation=going)
        SessionFactory().hosts.add(going)
        BoothFactory().organisations.add(going, staying)
        SolutionFactory().organisations.add(going)
        IndicatorFactory(responsible=going)
        account = UserFactory(organisation=going)
        PortalSettingsFactory(caretaker=going)
        follower = OrganisationFactory(name="Sở Sau")
        before = OrganisationFactory(name="Sở Trước", successor=going)
        Organisation.objects.filter(pk=going.pk).update(successor=follower)
        going.refresh_from_db()

        kinds = {move.kind for move in plan_merger(going, staying).moves}
        body = merged(going, staying)

        assert kinds == {
            *("Vai trò của các tổ chức", "Lần tham gia", "Phiên: đơn vị tổ chức", "Gian hàng"),
            *("Giải pháp", "Chỉ số: cơ quan chịu trách nhiệm", "Tài khoản"),
            "Tổ chức: tổ chức kế thừa",
            "Thiết lập của cổng: cơ quan cập nhật các chỉ số chưa có cơ quan chịu trách nhiệm",
        }
        found = [
            *(each.organisation for each in (ForumRole.objects.get(), Appearance.objects.get())),
            *(User.objects.get(pk=account.pk).organisation, Indicator.objects.get().responsible),
            *(Session.objects.get().hosts.get(), Booth.objects.get().organisations.get()),
            *(
                PortalSettings.objects.get().caretaker,
                Organisation.objects.get(pk=before.pk).successor,
            ),
        ]
        assert set(found) == {staying}
        assert body.successor == follower

    def test_one_role_at_one_forum_stays_with_its_evidence(self, two_bodies):
        going, staying = two_bodies
        forum = ForumFactory()
        roles = [ForumRoleFactory(forum=forum, organisation=each) for each in two_bodies]
        evidence = EvidenceFactory(forum=None, forum_role=roles[0])

        merged(going, staying)

        assert list(ForumRole.objects.all()) == [roles[1]]
        assert Evidence.objects.get() == evidence
        assert Evidence.objects.get().forum_role == roles[1]

    def test_the_public_record_stays_as_it_is(self, two_bodies):
        going, staying = two_bodies
        release = published_figure(indicator__responsible=going).release
        before = manifest(release)

        merged(going, staying)

        assert manifest(Release.objects.get(pk=release.pk)) == before
        assert Indicator.objects.get().responsible == staying

    def test_the_serving_role_may_do_it(self, as_app, two_bodies):
        ForumRoleFactory(organisation=two_bodies[0])
        assert merged(*two_bodies) == two_bodies[1]


class TestRefusals:
    def refused(self, going, staying, fingerprint=""):
        with pytest.raises(MergeRefusedError) as caught:
            merge(going=going, staying=staying, fingerprint=fingerprint)
        return caught.value.status, caught.value.sentences

    def test_into_itself(self, two_people):
        sentence = "Không gộp một bản ghi vào chính nó được: hãy chọn bản ghi khác."
        assert self.refused(two_people[0], two_people[0]) == (400, [sentence])

    @pytest.mark.parametrize("turn", [1, -1])
    def test_a_body_and_its_successor_are_two(self, two_bodies, turn):
        going, staying = two_bodies[::turn]
        between = OrganisationFactory(successor=two_bodies[1])
        Organisation.objects.filter(pk=two_bodies[0].pk).update(successor=between)
        [[sentence]] = [self.refused(going, staying)[1]]
        assert sentence == (
            "Bản ghi này kế thừa bản ghi kia nên đây là hai, không phải một. "
            "Nếu ghi nhầm thì bỏ phần kế thừa trước đã."
        )

    def test_what_was_looked_at_has_changed(self, two_people):
        going, staying = two_people
        seen = plan_merger(going, staying).fingerprint
        AppearanceFactory(person=going)
        assert self.refused(going, staying, seen)[0] == 409
        assert FormerAddress.objects.count() == 0
        assert set(Person.objects.all()) == set(two_people)

    def test_somebody_merged_it_meanwhile(self, two_people):
        going, staying = two_people
        other = PersonFactory()
        seen = plan_merger(going, other).fingerprint
        merged(going, staying)
        sentence = "Một trong hai bản ghi không còn: có người vừa gộp hoặc xóa nó. Chưa làm gì cả."
        assert self.refused(going, other, seen) == (409, [sentence])

    def test_days_that_do_not_go_together(self, two_bodies):
        going, staying = two_bodies
        Organisation.objects.filter(pk=going.pk).update(valid_to="2010-01-01")
        Organisation.objects.filter(pk=staying.pk).update(valid_from="2020-01-01")
        going.refresh_from_db()
        staying.refresh_from_db()
        seen = plan_merger(going, staying).fingerprint
        with transaction.atomic():
            assert self.refused(going, staying, seen)[1] == ["Ngày cuối nằm trước ngày đầu."]
        assert Organisation.objects.count() == 2


def test_the_trail_keeps_both_versions(two_people):
    going, staying = two_people
    appearance = AppearanceFactory(person=going)
    merged(going, staying)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pgh_label, person_id FROM events_appearanceevent "
            "WHERE pgh_obj_id = %s ORDER BY pgh_id",
            [appearance.pk],
        )
        assert cursor.fetchall() == [("insert", going.pk), ("update", staying.pk)]


def at_once(*deeds):
    """Let each deed run on a connection of its own; return what each came to."""
    ready = threading.Barrier(len(deeds))

    def run(deed):
        try:
            ready.wait()
            return deed()
        except (MergeRefusedError, IntegrityError) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    rounds = range(5)

    @pytest.mark.parametrize("round_", rounds)
    def test_each_into_the_other(self, round_):
        one, other = PersonFactory(slug="mot"), PersonFactory(slug="hai")
        AppearanceFactory(person=one)
        AppearanceFactory(person=other)
        came_to = at_once(lambda: merged(one, other).slug, lambda: merged(other, one).slug)
        [left] = Person.objects.all()
        assert sorted(came_to, key=str) == sorted([left.slug, MergeRefusedError], key=str)
        assert left.appearances.count() == 2

    @pytest.mark.parametrize("round_", rounds)
    def test_who_appears_meanwhile_is_not_lost(self, round_):
        going, staying = PersonFactory(slug="mot"), PersonFactory(slug="hai")
        forum = ForumFactory()
        seen = plan_merger(going, staying).fingerprint
        deeds = [
            lambda: merge(going=going, staying=staying, fingerprint=seen),
            lambda: Appearance.objects.create(person=going, forum=forum),
        ]
        done = [each for each in at_once(*deeds) if not isinstance(each, type)]
        assert len(done) == 1
        appeared = [each.person.slug for each in Appearance.objects.all()]
        assert (appeared, Person.objects.count()) in [([], 1), (["mot"], 2)]
