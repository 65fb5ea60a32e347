"""The forms of who comes in: logging in, a new password, a lost one. Guessing is slowed in them."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum_portal.access.addresses import client_address
from forum_portal.access.guessing import Attempt, TooFastError, attempt

TOO_FAST = {
    "password": gettext_lazy(
        "Too many wrong passwords were given for this account or from this place. So that nobody "
        "can guess passwords, the next one is looked at in %(wait)s. Nothing is locked."
    ),
    "letter": gettext_lazy(
        "Links were asked for too often, for this address or from this place. You can ask for "
        "the next one in %(wait)s."
    ),
}


class SlowedForm(forms.Form):
    """A form in which passwords could be guessed; `seconds` to wait where it came too early."""

    seconds = 0

    def begin(self, request: Any, name: str, purpose: str = "password") -> Attempt:
        """Count an attempt; ValidationError, and `seconds`, where it comes too early."""
        try:
            return attempt(name, client_address(request), purpose)
        except TooFastError as error:
            self.seconds = error.seconds
            said = TOO_FAST[purpose] % {"wait": wait_text(error.seconds)}
            raise ValidationError(said, code="too_fast") from None


class DoorForm(SlowedForm, AdminAuthenticationForm):
    """Django's form to log in."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self):
        name, password = (self.cleaned_data.get(each) for each in ("username", "password"))
        if name is None or not password:
            return self.cleaned_data
        counted = self.begin(self.request, name)
        cleaned = super().clean()
        counted.was_right()
        return cleaned


class OwnPasswordForm(SlowedForm, PasswordChangeForm):
    """Changes one's own password; who finds an open desk cannot guess the old one quickly."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, label_suffix="", **kwargs)
        self.request = request
        _describe(self)

    def clean_old_password(self):
        counted = self.begin(self.request, self.user.get_username())
        old_password = super().clean_old_password()
        counted.was_right()
        return old_password


class NewPasswordForm(SetPasswordForm):
    """Sets a password behind a link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        _describe(self)


class LostPasswordForm(SlowedForm):
    """Asks where the link shall go."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of your account"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "vTextField"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any):
        super().__init__(*args, **kwargs | {"label_suffix": ""})
        self.request = request

    def clean_email(self):
        email = self.cleaned_data["email"]
        self.begin(self.request, email, "letter")
        return email


def wait_text(seconds: int) -> str:
    """Return 45 seconds, or 3 minutes: rounded up."""
    if seconds <= 90:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _describe(form: Any) -> None:
    """Say what a password must be in one sentence instead of a list."""
    form.fields["new_password1"].help_text = _(
        "At least 12 characters, not like your name, no run such as 123456 and not among the "
        "common ones. A sentence that only you would say is easy to keep in mind."
    )
    form.fields["new_password2"].help_text = ""
