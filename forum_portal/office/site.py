"""The admin site: its entries stand in the order of staff's work, not in that of packages."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from forum_portal.office.desk import Part, changed_lately
from forum_portal.office.door import Door
from forum_portal.office.resuming import KEPT, kept_form, login_keeping, resume_page


class Group(models.TextChoices):
    # The order is that of the menu.
    FIGURES = "figures", _("Figures")
    FORUMS = "forums", _("Forums")
    SETUP = "setup", _("Set-up")


class Office(Door):
    """Django's admin with a menu in groups; what has no place in it is reached from others."""

    site_header = _("Editors’ desk")
    site_title = _("Editors’ desk")
    index_title = _("Editors’ desk")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.disable_action("delete_selected")  # one tick too many would empty a list
        self.desk_readers: list[Callable[[Any], Iterable[Part]]] = [changed_lately]

    def index(self, request, extra_context=None):
        """Show what waits for this person before the menu."""
        parts = [part for read in self.desk_readers for part in read(request.user)]
        return super().index(request, {"desk": parts} | (extra_context or {}))

    def admin_view(self, view, cacheable=False):
        """Guard a page as Django does, but lose nothing that is sent after the session's end."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def page(request, *args, **kwargs):
            is_logout = request.path == reverse("admin:logout", current_app=self.name)
            if request.method == "POST" and not (request.user.is_authenticated or is_logout):
                return login_keeping(request, self)
            return guarded(request, *args, **kwargs)

        return page

    def login(self, request, extra_context=None):
        kept = kept_form(request) if request.method == "POST" else None
        context = {"kept": request.POST[KEPT]} if kept else {}
        response = super().login(request, context | (extra_context or {}))
        if kept and request.user.is_authenticated:
            return resume_page(request, kept, self)
        return response

    def get_app_list(self, request, app_label=None):
        entries = [
            entry
            for app in self._build_app_dict(request).values()
            for entry in app["models"]
            if self._menu(entry)
        ]
        groups = [self._group(group, entries) for group in Group]
        return [group for group in groups if group["models"]]

    def get_urls(self):
        way = path("r/<int:content_type_id>/<int:object_id>/", self.admin_view(self.public_page))
        return [way, *super().get_urls()]

    def public_page(self, request, content_type_id, object_id):
        """Lead to a record's public page where its page at the desk does.

        Django would tell the address of any record, even of one that nobody may see yet.
        """
        model: Any = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if not self.is_registered(model):
            return shortcut(request, content_type_id, object_id)
        page = self.get_model_admin(model)
        record = page.get_object(request, str(object_id))
        may_be_seen = record is not None and page.has_view_permission(request, record)
        if not (may_be_seen and callable(page.view_on_site)):
            raise Http404
        return redirect(page.view_on_site(record) or "admin:index")

    def app_index(self, request, app_label, extra_context=None):
        return redirect(reverse("admin:index", current_app=self.name))

    def _menu(self, entry):
        return getattr(self.get_model_admin(entry["model"]), "menu", None)

    def _group(self, group, entries):
        mine = sorted(
            (entry for entry in entries if self._menu(entry)[0] == group),
            key=lambda entry: self._menu(entry)[1],
        )
        for entry in mine:
            entry["purpose"] = getattr(self.get_model_admin(entry["model"]), "purpose", "")
        return {
            "name": group.label,
            "app_label": group.value,
            "app_url": reverse("admin:index", current_app=self.name),
            "has_module_perms": True,
            "models": mine,
        }
