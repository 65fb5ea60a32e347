"""Django's sessions in the database, each with whose it is and when and where it was used."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

OFTEN_ENOUGH = timedelta(minutes=5)  # by which "last used" may lag


class SessionStore(DatabaseStore):
    """`place`, which the middleware fills in, tells coarse address, browser and system."""

    row: Any = None  # as it was read or written last

    def place(self) -> dict[str, str]:
        return {}

    @classmethod
    def get_model_class(cls) -> Any:
        from forum_portal.access.models import DeskSession  # this module is read before models are

        return DeskSession

    def note_use(self) -> None:
        """Keep when and where somebody's session was used last."""
        now = timezone.now()
        if self.row is None or self.row.user_id is None or now - self.row.used_at < OFTEN_ENOUGH:
            return
        self.get_model_class().objects.filter(pk=self.row.pk).update(used_at=now, **self.place())

    def create_model_instance(self, data):
        key, now = self._get_or_create_session_key(), timezone.now()  # type: ignore[attr-defined]
        same = self.row if self.row and self.row.pk == key else None
        self.row = self.get_model_class()(
            session_key=key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            handle=same.handle if same else uuid4(),
            user_id=data.get(SESSION_KEY),
            started_at=same.started_at if same else now,
            used_at=now,
            **self.place(),
        )
        return self.row

    def _get_session_from_db(self):
        self.row = super()._get_session_from_db()  # type: ignore[misc]
        return self.row
