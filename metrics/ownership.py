"""Whose figures and releases are whose: the rights that depend on the record itself."""

from typing import Any

from metrics.models import Release


def owns(user: Any, release: Release) -> bool:
    """Tell whether `user` may take the author's steps with a release."""
    return user.is_superuser or release.author_id == user.pk
