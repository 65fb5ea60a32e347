"""What is refused of a session and of who has a part in it, beside the field where it was typed."""

from datetime import date
from typing import Any

from django.contrib.admin.options import InlineModelAdmin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.belonging import of_another
from events.models import Appearance
from events.programme import zone_of
from forum_portal.office.namesakes import PartsFormSet
from forum_portal.office.pages import PartsInline, RecordForm, RowForm


class OfOneForum(RecordForm):
    """A form whose session, room, track or booth is of the forum that is chosen on it."""

    def clean(self):
        cleaned = super().clean()
        forum = cleaned.get("forum")
        for name in {"session", "room", "track", "booth"} & set(cleaned):
            chosen = cleaned[name]
            belongs = getattr(chosen, "exhibition", chosen)
            if forum and chosen and belongs.forum_id != forum.pk:
                way = _("Leave this empty and save; then choose one of the new forum.")
                self.add_error(name, f"{of_another(name, chosen, belongs.forum)} {way}")
        return cleaned


class StaysAtItsForum(RowForm):
    """A row of an appearance that shows no session: its forum is that of its session."""

    def clean(self):
        cleaned = super().clean()
        session = self.instance.session if "forum" in self.changed_data else None
        if session and "forum" in cleaned:
            way = _("Open this appearance to take it out of the session first.")
            self.add_error("forum", f"{of_another('session', session, session.forum)} {way}")
        return cleaned


class SessionForm(OfOneForum):
    """Hours are typed in the time zone of the forum."""

    def clean(self):
        cleaned = super().clean()
        self._read_hours(cleaned)
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The session ends before it begins."))
        if end and not start and "start" not in self.errors:
            self.add_error("start", _("Say when it begins, too, or leave its end empty."))
        if start:
            self._settle_day(_day(start, cleaned), cleaned)
        self._keep_people(cleaned.get("forum"))
        return cleaned

    def _read_hours(self, cleaned: dict[str, Any]) -> None:
        if forum := cleaned.get("forum"):
            zone = zone_of(forum.time_zone)
            for name in ("start", "end"):
                if moment := cleaned.get(name):
                    cleaned[name] = timezone.make_aware(timezone.make_naive(moment), zone)

    def _settle_day(self, own: date, cleaned: dict[str, Any]) -> None:
        """Fill in the day of the hours, or let it follow them; one that is typed must agree."""
        earlier = self.initial.get("start")
        follows = (
            earlier
            and "date" not in self.changed_data
            and self.initial.get("date") == _day(earlier, cleaned)
        )
        if "date" in cleaned and (follows or cleaned["date"] is None):
            cleaned["date"] = own
        elif cleaned.get("date", own) != own:
            self.add_error("date", _("The session begins on another day: see its hours."))

    def _keep_people(self, forum: Any) -> None:
        """Refuse another forum for a session in which people of the first are named or quoted."""
        if not (forum and self.instance.pk and "forum" in self.changed_data):
            return
        if self.instance.appearances.exists() or self.instance.quotes.exists():
            text = _(
                "People or statements of this session belong to its forum: take them out "
                "of it first."
            )
            self.add_error("forum", text)


def _day(moment: Any, cleaned: dict[str, Any]) -> Any:
    forum = cleaned.get("forum")
    return timezone.localdate(moment, zone_of(forum.time_zone) if forum else None)


class NobodyTwice(PartsFormSet):
    """Rows of appearances in which a person has each role once in a session."""

    def clean(self):
        super().clean()
        seen = set()
        for form in self.forms:
            cleaned = getattr(form, "cleaned_data", {})
            if not cleaned.get("person") or form in self.deleted_forms:
                continue
            session = cleaned.get("session")  # which may be as new as the row: it has no key yet
            part = (cleaned["person"].pk, cleaned.get("role"), session and session.pk)
            if part in seen and not form.non_field_errors():  # the database’s rule said so
                form.add_error("person", _("This person has this role here already."))
            seen.add(part)


class PeopleOfSession(NobodyTwice):
    """Rows of a session, whose forum is that of each."""

    def save_new(self, form, commit=True):
        form.instance.forum = self.instance.forum
        return super().save_new(form, commit)


class SessionPeopleInline(PartsInline, InlineModelAdmin):
    """Who did what in a session."""

    model = Appearance
    formset = PeopleOfSession
    autocomplete_fields = ["person", "organisation"]
    show_change_link = True
    verbose_name_plural = gettext_lazy("Who took part")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("person", "role"),
                    ("job_title", "organisation"),
                    ("name_as_printed", "organisation_as_printed"),
                ]
            },
        )
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation")
