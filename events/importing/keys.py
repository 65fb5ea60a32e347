"""How files call what belongs to a forum: without the forum's slug, which its address has."""

from forum_portal.importing.tables import key_text


def own_slug(forum: str, slug: str) -> str:
    """Return the slug of a part of a forum as files write it."""
    return slug.removeprefix(f"{forum}-")


def booth_key(exhibition: str, forum: str, slug: str) -> str:
    """Return the key of a stored booth: "trien-lam-2023/fpt"."""
    return key_text(exhibition, own_slug(forum, slug))
