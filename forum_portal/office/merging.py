"""The page that merges a record into another one: which one stays, what would move, one button."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q, Value
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from forum_portal.former_addresses import came_to
from forum_portal.merging import MergeRefusedError, merge, plan_merger
from forum_portal.office.fields import ChosenSelect
from forum_portal.pointing import pointers_to
from forum_portal.text import fold

STAYS, SEEN, NAME = "into", "seen", "q"  # the fields of the page
OFFERED = 8
NOT_YOURS = gettext_lazy("Your account may not merge these records.")
GONE = gettext_lazy("This record is gone: somebody merged it into another one, or deleted it.")


class StaysForm(forms.Form):
    """Chooses the record that stays among those of the page's kind."""

    required_css_class = "required"

    def __init__(self, data, model_admin: ModelAdmin):
        super().__init__(data, label_suffix="")
        model = model_admin.model
        pointer = next(each for each in pointers_to(model) if each.model is not model)
        self.fields[STAYS] = forms.ModelChoiceField(
            model._default_manager.all(),
            label=_("The record that stays"),
            widget=ChosenSelect(pointer, model_admin.admin_site),
            error_messages={
                "required": _("Choose the record that stays."),
                "invalid_choice": _("The record that was chosen is gone: choose another one."),
            },
        )

    def is_gone(self) -> bool:
        """Tell whether somebody took what was chosen away."""
        return self.has_error(STAYS, "invalid_choice")


class MergesRecords(admin.ModelAdmin):
    """Records of which two may turn out to be one. Who may delete them may merge them."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        page = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge/", page, name=name), *super().get_urls()]

    def has_merge_permission(self, request, obj=None):
        return self.has_delete_permission(request, obj) and self.has_change_permission(request, obj)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk and self.has_merge_permission(request, obj):
            context["merge_url"] = self._url("merge", obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def merge_view(self, request, pk: int):
        """Show what merging would do with a record; a POST does it, or says why not."""
        if not self.has_merge_permission(request):
            raise PermissionDenied(NOT_YOURS)
        going: Any = self.get_queryset(request).filter(pk=pk).first()
        if going is None:
            return self._merged_already(request, pk)
        data = request.POST if request.method == "POST" else request.GET
        form = StaysForm(data if STAYS in data or data is request.POST else None, self)
        status: int = HTTPStatus.OK
        refusals: list[str] = []
        if form.is_bound and not form.is_valid():
            status = HTTPStatus.CONFLICT if form.is_gone() else HTTPStatus.BAD_REQUEST
        elif request.method == "POST":
            try:
                return self._merged(request, going, form.cleaned_data[STAYS])
            except MergeRefusedError as refused:
                status, refusals = refused.status, refused.sentences
        return self._show(request, going, form, refusals, status)

    def _merged(self, request, going, staying):
        text = _("“%(name)s” was merged into this record.") % {"name": going}
        with transaction.atomic():
            self.log_deletions(request, self.model._base_manager.filter(pk=going.pk))
            merge(going=going, staying=staying, fingerprint=request.POST.get(SEEN, ""))
            self.log_change(request, staying, text)
        messages.success(request, text)
        return HttpResponseRedirect(self._url("change", staying.pk))

    def _merged_already(self, request, pk: int):
        """Lead to where a record went; a second click counts as the first."""
        stayed = came_to(self.model, pk)
        chosen = request.POST.get(STAYS, str(stayed))
        if stayed is None or chosen != str(stayed):
            raise Http404(GONE)
        messages.info(request, _("It was merged already; this is the record that stayed."))
        return HttpResponseRedirect(self._url("change", stayed))

    def _show(self, request, going, form, refusals, status) -> TemplateResponse:
        staying = form.cleaned_data.get(STAYS) if form.is_bound else None
        plan = None
        if staying:
            try:
                plan = plan_merger(going, staying)
            except MergeRefusedError as refused:
                status, refusals = refused.status, refused.sentences
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge two records that are one"),
            "opts": self.opts,
            "original": going,
            "form": form,
            "links": [("id_into", each) for each in form.errors.get(STAYS, [])],
            "refusals": refusals,
            "staying": staying,
            "plan": plan,
            "offered": self._alike(request, going) if plan is None else [],
            "asked": request.GET.get(NAME, ""),
            "media": self.media + form.media,
            "is_popup": False,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/merge.html", context, status=status)

    def _alike(self, request, going) -> list[Any]:
        """Return other records by the name that was searched for, or of names like this one's."""
        others = self.get_queryset(request).exclude(pk=going.pk)
        if asked := request.GET.get(NAME, "").strip():
            return list(self.get_search_results(request, others, asked)[0][:OFFERED])
        name = fold(str(going))
        within = Q(search_text__contains=name) | Q(name_searched__contains=F("search_text"))
        return list(others.annotate(name_searched=Value(name)).filter(within)[:OFFERED])

    def _url(self, page: str, pk: int) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[pk], current_app=self.admin_site.name)
