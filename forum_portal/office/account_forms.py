"""The forms of accounts: an invitation, and what an administrator may change later."""

import re
from typing import Any

from django import forms
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum_portal.models import User
from forum_portal.office.pages import RecordForm
from forum_portal.roles import EDITOR, PURPOSES, ROLES
from forum_portal.text import fold


class RolesField(forms.ModelMultipleChoiceField):
    """Roles to tick, in the order of the code, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        place = Case(*(When(name=role, then=place) for place, role in enumerate(ROLES)))
        roles = Role.objects.filter(name__in=ROLES).order_by(place)
        super().__init__(roles, **kwargs)

    def label_from_instance(self, obj):
        return format_html("<span><b>{}</b>: {}</span>", obj.name, PURPOSES[obj.name])


def _roles(**options: Any) -> RolesField:
    field = User._meta.get_field("groups")
    return RolesField(label=capfirst(field.verbose_name), help_text=field.help_text, **options)


class AccountForm(RecordForm):
    """What both forms ask of an account."""

    class Meta:
        field_classes = {"username": UsernameField}

    def clean_email(self):
        email = self.cleaned_data["email"]
        others = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk)
        other = others.first() if email else None
        if other is not None:
            text = _("The account “%(name)s” has this address; everybody has one of their own.")
            raise ValidationError(text % {"name": other.get_username()})
        return email


class StaffForm(AccountForm):
    """Changes an account; its groups that are no roles of ours stay."""

    groups = _roles(required=False)

    def clean_groups(self):
        others = self.instance.groups.exclude(name__in=ROLES)
        return [*self.cleaned_data["groups"], *others]


class InvitationForm(AccountForm):
    """Names somebody who shall work here; the name to log in by may be left to the portal."""

    groups = _roles(error_messages={"required": gettext_lazy("Tick at least one role.")})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name", "email"):
            self.fields[name].required = True
        self.fields["username"].required = False
        self.fields["organisation"].help_text = _("Required for who edits figures.")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        roles = [role.name for role in cleaned.get("groups", [])]
        if EDITOR in roles and not cleaned.get("organisation"):
            text = _("Choose the organisation whose figures this person keeps up.")
            self.add_error("organisation", text)
        if not cleaned.get("username") and "username" not in self.errors and cleaned.get("email"):
            self.instance.username = cleaned["username"] = free_username(cleaned["email"])
        return cleaned


def free_username(email: str) -> str:
    """Return a name to log in by that nobody has, from what stands before the @."""
    wish = re.sub(r"[^a-z0-9.+_-]", "", fold(email.partition("@")[0]))[:100] or "can-bo"
    taken = set(User.objects.filter(username__startswith=wish).values_list("username", flat=True))
    numbered = (f"{wish}{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (wish, *numbered) if name not in taken)
