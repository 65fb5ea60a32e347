"""The ground of every page of the admin: forms, search without accents, refusals in words."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminSplitDateTime,
    AdminTextareaWidget,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import BadRequest
from django.db import IntegrityError, models
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Length
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.utils import ErrorList
from django.http import Http404, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.office.deleting import DeletesWithCare
from forum_portal.office.fields import (
    ChosenSelect,
    ChosenSelectMultiple,
    DayField,
    MomentField,
    NumberField,
    ProseField,
    capital_choices,
    know_chosen,
    know_language,
    language_field,
)
from forum_portal.office.history import ShowsHistory
from forum_portal.office.namesakes import PartsFormSet, tell_namesake
from forum_portal.office.once import SavesOnce
from forum_portal.office.refusals import refusal_sentence
from forum_portal.text import fold, unturned


class SaidErrors(ErrorList):
    """Errors beside a field, each of which begins by saying that it is one."""

    field_id: str | None  # Django's stubs have not heard of it

    def get_context(self):
        said = [format_html("{} {}", _("Error:"), each) for each in self]
        return super().get_context() | {"errors": ErrorList(said, field_id=self.field_id)}


class RecordForm(forms.ModelForm):
    """A form of one record; `refusal` is what the database said to it a moment ago.

    `others` are the records of its kind that may be named to whoever fills it in.
    """

    refusal = ""
    others: models.QuerySet | None = None

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("error_class", SaidErrors)
        super().__init__(*args, **kwargs)
        know_chosen(self.fields, self.instance)
        know_language(self.fields, self.instance)
        if "slug" in self.fields:
            self.fields["slug"].label = _("Address of its page")
        for field in self.fields.values():
            field.label = str(field.label)  # the log would keep a lazy one in English

    def clean(self):
        cleaned: Any = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and not isinstance(self.fields[name], ProseField):
                cleaned[name] = unturned(value)
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned

    def _post_clean(self):
        super()._post_clean()  # type: ignore[misc]
        tell_namesake(self, self.others)
        if "slug" in self.fields and not self.instance.slug and not self.errors:
            self.add_error("slug", _("The name has no letter to make an address of: type one."))


class RowForm(RecordForm):
    """A form in a table's row: the column's heading names each field for a screen reader."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", field.label)


class RecordFields(BaseModelAdmin):
    """How the fields of records become fields of forms, on pages and in inlines."""

    form: Any = RecordForm
    formfield_overrides: ClassVar[Any] = {
        models.DecimalField: {"form_class": NumberField},
        models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
        models.DateTimeField: {"form_class": MomentField, "widget": AdminSplitDateTime},
        models.TextField: {
            "form_class": ProseField,
            "widget": AdminTextareaWidget(attrs={"rows": 3}),
        },
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave a related record's select its plus alone; the other buttons invite mistakes."""
        if db_field.name == "language" and not db_field.choices:
            return language_field(db_field)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        widget = getattr(field, "widget", None)
        if isinstance(widget, RelatedFieldWidgetWrapper):
            widget.can_change_related = widget.can_delete_related = False
            widget.can_view_related = False
        return field

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field: Any = super().formfield_for_choice_field(db_field, request, **kwargs)
        field.choices = capital_choices(field.choices)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChosenSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RowsFormSet(PartsFormSet):
    """Names the box that deletes a row, as RowForm names its fields."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if box := form.fields.get(DELETION_FIELD_NAME):
            box.widget.attrs["aria-label"] = box.label


class RowsInline(RecordFields, admin.TabularInline):
    """Short records, one per row."""

    form = RowForm
    formset = RowsFormSet
    extra = 0


class PartsInline(RecordFields, admin.StackedInline):
    """Longer records, one under the other."""

    formset: Any = PartsFormSet
    extra = 0


NO_RECORD = gettext_lazy(
    "There is no {name} at this address: it may have been removed, or the address is mistyped."
)


class SavesWithCare(SavesOnce, DeletesWithCare, admin.ModelAdmin):
    """A page on whose form every refusal stands, the database's too; its form is a RecordForm."""

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Answer 404: Django would lead to the first page, as if something had been found."""
        if self.was_typed_into(request):
            return self.gone_page(request, unquote(object_id))
        raise Http404(format_lazy(NO_RECORD, name=opts.verbose_name))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        form.others = self.get_queryset(request)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show a refusal of the database on the form itself, with everything that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            request.refusal = refusal_sentence(error)
            request._messages._queued_messages.clear()  # what failed at commit was told as saved
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except IntegrityError as error:
            request._messages._queued_messages.clear()
            self.message_user(request, refusal_sentence(error), messages.ERROR)
            return HttpResponseRedirect(request.path.removesuffix("delete/") + "change/")


class RecordAdmin(SavesWithCare, ShowsHistory, RecordFields, admin.ModelAdmin):
    """A list and a form of records.

    `menu` is (group, place) or None for records that are reached from others; `purpose` is the
    sentence that the first page says of them; `search_fields` hold folded text (search_text, slug).
    """

    lets_point = True
    menu: tuple[str, int] | None = None
    purpose: Any = ""
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_search_results(self, request, queryset, search_term):
        for word in fold(search_term.replace("\0", " ")).split():
            anywhere = [Q(**{f"{field}__contains": word}) for field in self.search_fields]
            queryset = queryset.filter(reduce(or_, anywhere))
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = self.best_first(queryset, fold(search_term.replace("\0", " ")))
        return queryset, False

    def best_first(self, queryset, folded: str):
        """Order what a select offers: names that begin with the words first, short before long."""
        if not folded or "search_text" not in self.search_fields:
            return queryset
        place = Case(
            When(search_text__startswith=folded, then=0),
            When(search_text__contains=folded, then=1),
            default=2,
        )
        return queryset.order_by(place, Length("sort_key"), "sort_key", "pk")

    def lookup_allowed(self, lookup, value, request):
        """Allow what the list's own filters send; Django would pass any lookup to the database."""
        return lookup in {
            f"{name}{end}"
            for name in map(_filter_name, self.get_list_filter(request))
            for end in ("", "__exact", "__id__exact", "__isnull")
        }

    def changelist_view(self, request, extra_context=None):
        if any("\0" in text for pair in request.GET.items() for text in pair):
            raise BadRequest(_("The address holds a sign that no text has."))
        return super().changelist_view(request, extra_context)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {name: value for name, value in initial.items() if "\0" not in str(value)}


def count_of(records: models.QuerySet, pointer: str) -> Coalesce:
    """Return the SQL expression that counts those of `records` that point at the outer row.

    A plain Count would group the list and so lose its order.
    """
    mine = records.filter(**{pointer: OuterRef("pk")}).order_by().values(pointer)
    return Coalesce(Subquery(mine.annotate(count=Count("pk")).values("count")), 0)


def _filter_name(list_filter) -> str:
    if isinstance(list_filter, tuple | list):
        return list_filter[0]
    return getattr(list_filter, "parameter_name", list_filter)
