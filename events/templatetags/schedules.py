"""What the pages of forums, sessions and people tell programs."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from events.schema_org import forum_json, person_json, session_json

register = template.Library()


@register.simple_tag
def forum_as_event(forum: Any) -> SafeString:
    """Return a forum with its sessions as JSON-LD."""
    return mark_safe(forum_json(forum))  # escapes what HTML could read


@register.simple_tag
def session_as_event(session: Any, former: Any) -> SafeString:
    """Return a session as JSON-LD; `former` is when it was to be before it was moved, or None."""
    return mark_safe(session_json(session, former))


@register.simple_tag
def person_as_profile(person: Any, latest: Any) -> SafeString:
    """Return the page of a person with a photo as JSON-LD."""
    return mark_safe(person_json(person, latest))
