"""Files that hang to reports, sessions and people, for as long as these are public."""

from django.utils.translation import gettext_lazy as _

from events.models import Attachment, Material, Photo
from forum_portal.attachments.serving import file_response
from forum_portal.pages import found_or_404, public_page
from forum_portal.prepared import prepared

NONE = _("There is no file at this address.")


@public_page
def report_file(request, slug, name):
    return file_response(request, found_or_404(report_file_record.first(slug, name), NONE))


@public_page
def session_file(request, slug, name):
    return file_response(request, found_or_404(session_file_record.first(slug, name), NONE))


@public_page
def person_photo(request, slug):
    return file_response(request, found_or_404(person_photo_record.first(slug), NONE))


@prepared
def report_file_record(slug, name):
    """Return the query of a file of a report."""
    return Attachment.objects.published().filter(report__slug=slug, file_name=name)


@prepared
def session_file_record(slug, name):
    """Return the query of a file of a session."""
    files = Material.objects.published().exclude(file_name="")
    return files.filter(session__slug=slug, file_name=name)


@prepared
def person_photo_record(slug):
    """Return the query of the photo of a person."""
    return Photo.objects.published().filter(person__slug=slug).select_related("person")
