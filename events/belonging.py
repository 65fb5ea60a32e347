"""What belongs to one forum: the sentence for who names two."""

from typing import Any

from django.utils.translation import gettext as _


def of_another(kind: str, name: Any, forum: Any) -> str:
    """Return whose the session, room, track or booth of this name is."""
    texts = {
        "session": _("“%(name)s” is a session of “%(forum)s”."),
        "room": _("“%(name)s” is a room of “%(forum)s”."),
        "track": _("“%(name)s” is a track of “%(forum)s”."),
        "booth": _("“%(name)s” is a booth of “%(forum)s”."),
    }
    return texts[kind] % {"name": name, "forum": forum}
