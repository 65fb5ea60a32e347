"""The accounts of staff at the desk: inviting, changing, a new link, switching off and on."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forum_portal import mail
from forum_portal.access import links
from forum_portal.access.sessions import sessions_of
from forum_portal.access.switching import (
    MAY_NOT,
    SwitchRefusedError,
    lock_administrators,
    switch_off,
    switch_on,
)
from forum_portal.models import User
from forum_portal.office.account_forms import InvitationForm, StaffForm
from forum_portal.office.history import ShowsHistory
from forum_portal.office.letters import invitation_letter, lost_password_letter
from forum_portal.office.pages import RecordFields, SavesWithCare
from forum_portal.office.site import Group
from forum_portal.words import moment_text, staff_name

SHOWN_ONCE = "_link"  # where the session keeps a link until its page shows it
IS_ABOVE = gettext_lazy(
    "This account has full rights; only somebody who has them, too, may change it."
)
NO_ACCOUNT = gettext_lazy("There is no such account.")


class AccountPages(admin.ModelAdmin):
    """The pages of one account beside its form."""

    def get_urls(self):
        pages = {"link": self.link_page, "off": self.off_page, "on": self.on_page}
        own = [
            path(f"<int:pk>/{name}/", self._page(view), name=f"forum_portal_user_{name}")
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def link_page(self, request, account):
        """Make a link to set a password (POST), and show it the one time."""
        if not account.is_active:
            messages.error(request, _("Switch the account on first; then make a link."))
            return self._to(account, "change")
        if request.method == "POST":
            self._make_link(request, account)
            return self._to(account, "link")
        made = request.session.get(SHOWN_ONCE)
        link = made if made and made["account"] == account.pk else None
        if link and request.method == "GET":
            del request.session[SHOWN_ONCE]
        title = _("The link for %(name)s") if link else _("A link for %(name)s")
        return self._show(request, account, "account_link", title, link=link)

    def off_page(self, request, account):
        """Say what switching an account off does; a POST does it."""
        refusal = ""
        if request.method == "POST" and account.is_active:
            try:
                count = switch_off(account, by=request.user)
            except SwitchRefusedError as refused:
                refusal = str(refused)
            else:
                self.log_change(request, account, _("Switched off."))
                text = ngettext(
                    "The account is switched off; one session of it is ended.",
                    "The account is switched off; %(count)d sessions of it are ended.",
                    count,
                )
                messages.success(request, text % {"count": count})
        if not account.is_active or (request.method == "POST" and not refusal):
            return self._to(account, "change")
        title = _("Switch off the account of %(name)s")
        count = sessions_of(account).count()
        context = {"is_off_page": True, "count": count, "refusal": refusal}
        return self._show(request, account, "account_switch", title, **context)

    def on_page(self, request, account):
        """Say what switching an account on does; a POST does it."""
        if account.is_active:
            return self._to(account, "change")
        if request.method == "POST":
            switch_on(account, by=request.user)
            self.log_change(request, account, _("Switched on."))
            messages.success(request, _("The account is switched on."))
            return self._to(account, "change")
        return self._show(
            request, account, "account_switch", _("Switch on the account of %(name)s")
        )

    def _page(self, view):
        """Guard a page: who may change the account may open it."""

        @method_decorator([never_cache, require_http_methods(["GET", "HEAD", "POST"])])
        def guarded(admin, request, pk):
            account = User.objects.filter(pk=pk).first()
            if not self.has_change_permission(request, account):
                raise PermissionDenied(IS_ABOVE if _is_above(request, account) else MAY_NOT)
            if account is None:
                raise Http404(NO_ACCOUNT)
            return view(request, account)

        return self.admin_site.admin_view(guarded.__get__(self))

    def _make_link(self, request, account) -> None:
        """Make a link and keep it for its page; once it counts, send it where there is a server."""
        is_invited = not account.has_usable_password()
        link = links.new_link(account)
        letter = invitation_letter if is_invited else lost_password_letter
        made = {"account": account.pk, "url": link, "until": moment_text(links.works_until())}
        request.session[SHOWN_ONCE] = made
        self.log_change(request, account, _("A link to set a password was made."))
        if mail.can_send() and account.email:
            subject, text = letter(account, link)
            transaction.on_commit(lambda: _send(request.session, subject, text, account.email))

    def _show(self, request, account, name: str, title: str, **context: Any):
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "title": title % {"name": staff_name(account)},
            "opts": self.opts,
            "account": account,
            "can_send": mail.can_send(),
        }
        status = HTTPStatus.CONFLICT if context.get("refusal") else HTTPStatus.OK
        return TemplateResponse(request, f"admin/{name}.html", context, status=status)

    def _to(self, account, page: str) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:forum_portal_user_{page}", args=[account.pk]))


@admin.register(User)
class StaffAdmin(SavesWithCare, AccountPages, ShowsHistory, RecordFields, admin.ModelAdmin):
    """Accounts are switched off, never deleted: releases name their authors."""

    menu = Group.SETUP, 2
    purpose = gettext_lazy("Who may log in here. An account is switched off, never deleted.")
    form = StaffForm
    list_display = ["username", "full_name", "organisation", "roles", "standing", "is_superuser"]
    list_filter = ["is_active"]
    list_select_related = ["organisation"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    unnoticed = ("last_login", "password", "link_made_at")  # own pages change them
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    readonly_fields = ["standing", "last_login", "date_joined"]
    fieldsets = [
        (
            gettext_lazy("Who"),
            {
                "description": gettext_lazy("The organisation whose figures this person keeps up."),
                "fields": ["username", ("last_name", "first_name"), "email", "organisation"],
            },
        ),
        (
            gettext_lazy("What they may do"),
            {
                "description": gettext_lazy(
                    "Switch an account off when somebody leaves; it stays on record."
                ),
                "fields": ["groups", "is_superuser"],
            },
        ),
        (
            gettext_lazy("Dates"),
            {"fields": ["standing", ("last_login", "date_joined")]},
        ),
    ]
    invitation = [
        (
            gettext_lazy("Whom you invite"),
            {
                "description": gettext_lazy(
                    "They get a link and set their own password; nobody else knows it."
                ),
                "fields": [("last_name", "first_name"), "email", "username", "organisation"],
            },
        ),
        (gettext_lazy("What they may do"), {"fields": ["groups"]}),
    ]

    def add_view(self, request, form_url="", extra_context=None):
        title = {"title": _("Invite somebody")}
        return super().add_view(request, form_url, title | (extra_context or {}))

    def lookup_allowed(self, lookup, value, request):
        return lookup == "is_active__exact"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        """Leave accounts that may do everything to those that may, too."""
        may = super().has_change_permission(request, obj)
        return may and not _is_above(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and object_id and self.has_change_permission(request):
            account = super().get_queryset(request).filter(pk=_key(object_id)).first()
            if _is_above(request, account):
                raise PermissionDenied(IS_ABOVE)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_delete_permission(self, request, obj=None):
        return False

    def before_lock(self, request):
        """Nobody takes an administrator's rights away who is about to lose their own."""
        lock_administrators(request.user)

    def get_fieldsets(self, request, obj=None):
        return self.fieldsets if obj else self.invitation

    def get_readonly_fields(self, request, obj=None):
        raised = [] if request.user.is_superuser else ["is_superuser"]
        return [*super().get_readonly_fields(request, obj), *raised] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = InvitationForm
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        if "username" in form.base_fields and obj is None:
            form.base_fields["username"].help_text = _(
                "Leave empty to make it from the e-mail address."
            )
        if obj and obj == request.user:
            form.clean = _refuse_to_lock_oneself_out(form.clean)
        return form

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """Lead to the link that the new colleague gets."""
        super().response_add(request, obj, post_url_continue)
        request._messages._queued_messages.clear()  # the page says it
        self._make_link(request, obj)
        return self._to(obj, "link")

    @admin.display(description=gettext_lazy("name"))
    def full_name(self, obj):
        return f"{obj.last_name} {obj.first_name}".strip()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, obj):
        return ", ".join(role.name for role in obj.groups.all())

    @admin.display(description=gettext_lazy("standing"), ordering="is_active")
    def standing(self, obj):
        if not obj.is_active:
            return _("switched off")
        return _("in use") if obj.has_usable_password() else _("invited, no password set yet")


def _send(session: Any, subject: str, text: str, address: str) -> None:
    """Send the letter with a link; the page that shows the link says whether it went."""
    is_sent = mail.send(subject, text, address)
    session[SHOWN_ONCE] |= {"sent_to": address if is_sent else "", "failed": not is_sent}


def _is_above(request, account: Any) -> bool:
    return bool(account and account.is_superuser and not request.user.is_superuser)


def _key(object_id: str) -> int | None:
    is_key = object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
    return int(object_id) if is_key else None


def _refuse_to_lock_oneself_out(clean):
    def cleaned(form):
        data = clean(form)
        lost = form.initial.get("is_superuser") and data.get("is_superuser") is False
        if lost or set(form.initial.get("groups", [])) - set(data.get("groups", [])):
            raise ValidationError(_("You cannot take your own rights away; ask a colleague."))
        return data

    return cleaned
