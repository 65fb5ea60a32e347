"""Organisations and the people who edit."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from forum_portal.models import Organisation, User
from forum_portal.office import imports as imports
from forum_portal.office import portal_imports as portal_imports
from forum_portal.office.history import ShowsHistory
from forum_portal.office.merging import MergesRecords
from forum_portal.office.pages import RecordAdmin, RecordFields, RecordForm, SavesWithCare
from forum_portal.office.site import Group
from forum_portal.roles import PURPOSES, ROLES

admin.site.unregister(Role)  # what a role may do is code: forum_portal.roles


@admin.register(Organisation)
class OrganisationAdmin(MergesRecords, RecordAdmin):
    menu = Group.FORUMS, 3
    purpose = _("Bodies that host, exhibit, speak or answer for figures.")
    list_display = ["name", "short_name", "kind", "successor"]
    list_filter = ["kind"]
    list_select_related = ["successor"]
    search_fields = ["search_text"]
    search_help_text = _("Name or short name; accents do not matter.")
    autocomplete_fields = ["successor"]
    view_on_site = False  # whether it has a page is known to the events, which stand above
    fieldsets = [
        (
            _("Which body"),
            {
                "description": _("The name stands on every page where the body took part."),
                "fields": ["name", "name_en", ("short_name", "kind"), "website"],
            },
        ),
        (
            _("Its time"),
            {
                "description": _("For bodies that were merged or dissolved."),
                "fields": [("valid_from", "valid_to"), "successor"],
            },
        ),
        (None, {"fields": ["note", "slug"]}),
    ]


class RolesField(forms.ModelMultipleChoiceField):
    """Roles to tick, in the order of the code, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        place = Case(*(When(name=role, then=place) for place, role in enumerate(ROLES)))
        roles = Role.objects.filter(name__in=ROLES).order_by(place)
        super().__init__(roles, required=False, **kwargs)

    def label_from_instance(self, obj):
        return format_html("<span><b>{}</b>: {}</span>", obj.name, PURPOSES[obj.name])


class StaffForm(RecordForm, UserChangeForm):
    """Django's form of an account, with our fields."""

    groups = RolesField(
        label=capfirst(User._meta.get_field("groups").verbose_name),
        help_text=User._meta.get_field("groups").help_text,
    )

    def clean_groups(self):
        """Keep the account in the groups that are no roles of ours."""
        others = self.instance.groups.exclude(name__in=ROLES)
        return [*self.cleaned_data["groups"], *others]


class NewStaffForm(RecordForm, AdminUserCreationForm):
    """Django's form of a new account, with our refusals."""


@admin.register(User)
class StaffAdmin(SavesWithCare, ShowsHistory, RecordFields, UserAdmin):
    """Accounts are switched off, never deleted: releases name their authors."""

    menu = Group.SETUP, 2
    purpose = _("Who may log in here. An account is switched off, never deleted.")
    form = StaffForm
    add_form = NewStaffForm
    list_display = ["username", "full_name", "organisation", "roles", "is_active", "is_superuser"]
    list_filter = ["is_active"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]
    filter_horizontal = ()
    unnoticed = ("last_login", "password")  # its own page changes it
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (
            _("Who"),
            {
                "description": _("The organisation whose figures this person keeps up."),
                "fields": [
                    "username",
                    "password",
                    ("last_name", "first_name"),
                    "email",
                    "organisation",
                ],
            },
        ),
        (
            _("What they may do"),
            {
                "description": _("Switch an account off when somebody leaves; it stays on record."),
                "fields": ["groups", "is_active", "is_staff", "is_superuser"],
            },
        ),
        (_("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "description": _(
                    "Name and password first; rights and organisation on the next page."
                ),
                "fields": ["username", "usable_password", "password1", "password2"],
            },
        )
    ]

    def lookup_allowed(self, lookup, value, request):
        return lookup == "is_active__exact"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        """Leave accounts that may do everything to those that may, too."""
        is_above = bool(obj and obj.is_superuser and not request.user.is_superuser)
        return super().has_change_permission(request, obj) and not is_above

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        raised = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *raised]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if obj and obj == request.user:
            form.clean = _refuse_to_lock_oneself_out(form.clean)
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    @admin.display(description=_("name"))
    def full_name(self, obj):
        return f"{obj.last_name} {obj.first_name}".strip()

    @admin.display(description=_("roles"))
    def roles(self, obj):
        return ", ".join(role.name for role in obj.groups.all())


def _refuse_to_lock_oneself_out(clean):
    def cleaned(form):
        data = clean(form)
        kept = ("is_active", "is_staff", "is_superuser")
        lost = any(form.initial.get(name) and not data.get(name) for name in kept if name in data)
        if lost or set(form.initial.get("groups", [])) - set(data.get("groups", [])):
            raise ValidationError(_("You cannot take your own rights away; ask a colleague."))
        return data

    return cleaned
