"""Coming in: logging in, one's own password and sessions, links to set a password."""

from datetime import timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from forum_portal import mail
from forum_portal.access import links
from forum_portal.access.guessing import forgive, once_in
from forum_portal.access.sessions import end_sessions, forget_expired, sessions_of
from forum_portal.models import User
from forum_portal.office.door_forms import (
    DoorForm,
    LostPasswordForm,
    NewPasswordForm,
    OwnPasswordForm,
)
from forum_portal.office.letters import lost_password_letter

A_LETTER_IN = timedelta(minutes=10)  # to one address


class Door(AdminSite):
    """Django's admin, whose door slows guessing down, and who is inside looks after their own."""

    login_form = DoorForm

    def get_urls(self):
        return [
            path("sessions/", self.admin_view(self.own_sessions), name="own_sessions"),
            path("lost-password/", self.lost_password, name="lost_password"),
            path("set-password/<uidb64>/<token>/", self.set_password, name="set_password"),
            *super().get_urls(),
        ]

    def login(self, request, extra_context=None):
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            forget_expired()
        return _slowed(response)

    def password_change(self, request, extra_context=None):
        """Change one's own password; whoever else is logged in with it is not any more."""
        with transaction.atomic():
            return self._password_change(request, extra_context)

    def _password_change(self, request, extra_context):
        request.current_app = self.name
        if request.method == "POST":  # of two at once, the second has the old password wrong
            request.user = User.objects.select_for_update().get(pk=request.user.pk)
        response = PasswordChangeView.as_view(
            form_class=partial(OwnPasswordForm, request=request),
            success_url=reverse("admin:own_sessions", current_app=self.name),
            template_name="admin/own_password.html",
            extra_context=self._context(request, _("Change your password"), extra_context),
        )(request)
        if response.status_code == HTTPStatus.FOUND:
            end_sessions(request.user, but=request.session.session_key)
            text = _("Your password is changed, and you are logged out everywhere else.")
            messages.success(request, text)
        return _slowed(response)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def own_sessions(self, request):
        """Show where one is logged in; a POST ends one session or all others."""
        if request.method == "POST":
            return self._end(request)
        sessions = list(sessions_of(request.user))
        sessions.sort(key=lambda each: each.pk != request.session.session_key)
        context = self._context(request, _("Where you are logged in"))
        context |= {"sessions": sessions, "this": request.session.session_key}
        return TemplateResponse(request, "admin/own_sessions.html", context)

    @method_decorator([never_cache, csrf_protect, require_http_methods(["GET", "HEAD", "POST"])])
    def lost_password(self, request):
        """Send a link to a new password; nobody is told whether there is an account."""
        form = LostPasswordForm(request.POST or None, request=request)
        is_asked = request.method == "POST" and mail.can_send() and form.is_valid()
        if is_asked:
            _send_links(form.cleaned_data["email"])
        context = self._context(request, _("Lost password"))
        context |= {"form": form, "can_send": mail.can_send(), "is_asked": is_asked}
        return _slowed(TemplateResponse(request, "admin/lost_password.html", context))

    def set_password(self, request, uidb64, token):
        """Let the owner of a link set a password, once."""
        with transaction.atomic():
            return self._set_password(request, uidb64, token)

    def _set_password(self, request, uidb64, token):
        request.current_app = self.name
        view = SetPasswordView.as_view(
            success_url=reverse("admin:login", current_app=self.name),
            extra_context=self._context(request),
        )
        return view(request, uidb64=uidb64, token=token)

    def _context(self, request, title: str = "", extra: Any = None) -> dict[str, Any]:
        request.current_app = self.name
        titled = {"title": title} if title else {}
        return {**self.each_context(request), **titled, **(extra or {})}

    def _end(self, request):
        page = reverse("admin:own_sessions", current_app=self.name)
        if "others" in request.POST:
            count = end_sessions(request.user, but=request.session.session_key)
            text = ngettext(
                "One other session is ended.", "%(count)d other sessions are ended.", count
            )
            messages.success(request, text % {"count": count})
            return HttpResponseRedirect(page)
        session = sessions_of(request.user).filter(handle__in=_handles(request.POST)).first()
        if session is None:
            messages.info(request, _("That session had ended already."))
        elif session.pk == request.session.session_key:
            logout(request)
            page = reverse("admin:login", current_app=self.name)
            messages.success(request, _("You are logged out."))
        else:
            session.delete()
            messages.success(request, _("The session is ended."))
        return HttpResponseRedirect(page)


@method_decorator([never_cache, csrf_protect, sensitive_post_parameters()], name="dispatch")
class SetPasswordView(PasswordResetConfirmView):
    """Django's, with our links."""

    form_class = NewPasswordForm
    template_name = "admin/set_password.html"
    token_generator = links.tokens
    user: Any  # the account that the link names

    def get_user(self, uidb64):
        return links.account_of(uidb64, to_change=self.request.method == "POST")

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.request.user == self.user:
            logout(self.request)
        end_sessions(self.user)
        forgive(self.user.get_username())
        text = _("The password of “%(name)s” is set. Log in with it now.")
        messages.success(self.request, text % {"name": self.user.get_username()})
        return response

    def get_context_data(self, **kwargs):
        title = _("Set your password") if self.validlink else _("This link works no more")
        return super().get_context_data(**kwargs) | {"title": title, "account": self.user}

    def render_to_response(self, context, **kwargs):
        status = HTTPStatus.OK if self.validlink else HTTPStatus.GONE
        return super().render_to_response(context, **kwargs, status=status)


def _send_links(email: str) -> None:
    """Send a link to each account in use that has this address; seldom more than one."""
    is_due = once_in(A_LETTER_IN, "letter sent", email.casefold())
    accounts = User.objects.filter(email__iexact=email, is_active=True, is_staff=True)[:3]
    for account in accounts if is_due else []:
        subject, text = lost_password_letter(account, links.link_for(account))
        mail.send_soon(subject, text, account.email)


def _slowed(response: Any) -> Any:
    """Answer 429 where a form came too early, with the seconds to wait."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if seconds := getattr(form, "seconds", 0):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response.headers["Retry-After"] = str(seconds)
    return response


def _handles(sent: Any) -> list[UUID]:
    """Return the session that a form names; nothing where it names none."""
    try:
        return [UUID(sent.get("session", ""))]
    except ValueError:
        return []
