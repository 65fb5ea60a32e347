"""Importing tables: choose one, upload it, look at the difference, choose rows, confirm."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from forum_portal.importing.imports import Import, import_of, imports_for, may_import_all
from forum_portal.importing.receiving import go_on, receive
from forum_portal.importing.templates_out import template_name, template_workbook
from forum_portal.importing.uploads import Upload
from forum_portal.importing.working import AT_ONCE, work
from forum_portal.office.export_files import OFFERED, XLSX, archive_file, content_file
from forum_portal.office.import_desk import imports_waiting, title_of
from forum_portal.office.import_forms import UploadForm
from forum_portal.office.import_page import file_page
from forum_portal.office.site import Group

LATELY = 10


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    """The pages of imports; who may import no table does not see them."""

    menu = Group.FIGURES, 9
    purpose = gettext_lazy("Take over figures and other records from the tables that you have.")

    def has_module_permission(self, request):
        return self.has_view_permission(request)  # an editor has no other right to this package

    def has_view_permission(self, request, obj=None):
        return bool(imports_for(request.user))

    def has_add_permission(self, request):
        return False  # a table is uploaded, not typed

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        pages: list[tuple[str, Any, str]] = [
            ("", self.all_tables, "changelist"),
            ("content.zip", self.everything, "everything"),
            ("table/<slug:kind>/", self.table_page, "table"),
            ("table/<slug:kind>/template.xlsx", self.template, "template"),
            ("table/<slug:kind>/content.<str:ending>", self.content, "content"),
            ("<int:pk>/change/", self.file_page, "change"),
        ]
        return [
            path(
                address,
                self.admin_site.admin_view(view),
                name=f"forum_portal_upload_{name}",
            )
            for address, view, name in pages
        ]

    @method_decorator(require_safe)
    def all_tables(self, request):
        """Show which tables there are to import, and what this person uploaded lately."""
        tables = imports_for(request.user)
        if not tables:
            raise PermissionDenied(gettext_lazy("Your account may import no table."))
        groups = [(each.label, [one for one in tables if one.group == each]) for each in Group]
        mine = Upload.objects.of(request.user).without_content().newest_first()
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "groups": [(label, found) for label, found in groups if found],
            "has_everything": may_import_all(request.user),
            "uploads": [(each, title_of(each.kind)) for each in mine[:LATELY]],
        }
        return self.page(request, "index", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def table_page(self, request, kind):
        """Show how a table is imported; a POST receives a file and leads to its page."""
        table = self.table(request, kind)
        form = UploadForm(request.POST or None, request.FILES or None)
        status = HTTPStatus.OK
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid():
                return self._received(request, table, form.cleaned_data)
            status = HTTPStatus.BAD_REQUEST
            if form.is_too_large:
                status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        context = {"title": table.heading, "table": table, "form": form, "crumb": table.title}
        context["offered"] = OFFERED
        return self.page(request, "table", context, status)

    @method_decorator(require_safe)
    def template(self, request, kind):
        """Give the workbook to fill in."""
        table = self.table(request, kind)
        response = HttpResponse(template_workbook(table.kind), content_type=XLSX)
        name = template_name(table.kind)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @method_decorator(require_safe)
    def everything(self, request):
        """Give the whole public content, to who may import all of it."""
        if not may_import_all(request.user):
            raise PermissionDenied(gettext_lazy("Your account may not import every table."))
        return archive_file(request, imports_for(request.user))

    @method_decorator(require_safe)
    def content(self, request, kind, ending):
        """Give what the table holds now, to be changed and uploaded again."""
        return content_file(request, self.table(request, kind), ending)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def file_page(self, request, pk):
        """Show how far an upload has come; a POST decides something about it."""
        return file_page(request, pk, self)

    def table(self, request, kind: str) -> Import:
        """Return the import of a kind, if this person may use it."""
        table = import_of(kind)
        if table is None:
            raise Http404(gettext_lazy("There is no table of this name to import."))
        if not table.may(request.user):
            raise PermissionDenied(gettext_lazy("Your account may not import this table."))
        return table

    def page(self, request, name: str, context: dict[str, Any], status: int = HTTPStatus.OK):
        """Return a page of imports inside the desk."""
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request,
            f"admin/imports/{name}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, **context},
            status=status,
        )

    def _received(self, request, table: Import, sent: dict[str, Any]):
        file = sent["file"]
        upload = receive(
            token=sent["token"],
            kind=table.kind.name,
            name=file.name,
            content=file.read(),
            by=request.user,
        )
        work(upload.pk, go_on, is_small=file.size <= AT_ONCE)
        return HttpResponseRedirect(reverse("admin:forum_portal_upload_change", args=[upload.pk]))


office: Any = admin.site
office.desk_readers.insert(0, imports_waiting)
