"""The abstract ground of what staff write: normal form, slug, what search and sorting need."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, count

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from forum_portal.accents import accented_words
from forum_portal.text import fold, nfc, one_line_end, run_together, sort_key, vietnamese_slug


class ContentModel(models.Model):
    """A record whose texts are kept in one form; `prepare()` runs before validation and saving."""

    class Meta:
        abstract = True

    def prepare(self) -> None:
        """Fill whatever is derived from what was typed."""
        for field in self._meta.concrete_fields:
            if isinstance(field, (models.CharField, models.TextField)) and not field.choices:
                text = getattr(self, field.attname)
                if isinstance(text, str):
                    setattr(self, field.attname, nfc(one_line_end(text)))

    def _get_FIELD_display(self, field):  # noqa: N802 -- Django's name
        """Return the word of a choice; Django's own hashes every choice each time it is asked."""
        value = getattr(self, field.attname)
        word = next((word for choice, word in field.flatchoices if choice == value), value)
        if get_language():
            return str(word)
        with override(settings.LANGUAGE_CODE):  # so Django writes its log, names of rows included
            return str(word)

    def clean_fields(self, exclude=None):
        self.prepare()
        super().clean_fields(exclude=exclude)

    def save(self, *args, **kwargs):
        self.prepare()
        super().save(*args, **kwargs)


class SluggedModel(ContentModel):
    """A record with an address of its own; the slug is made from its title when left empty.

    Where `numbers_namesakes`, a made one that is taken gets a number: 2026-giai-lao-2. Elsewhere
    it is refused: who has the same name is most likely the same.
    """

    numbers_namesakes = False
    made_slug = ""  # as long as this is not saved

    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Leave empty to make it from the name. The old address leads to the new one."),
    )

    class Meta:
        abstract = True

    def slug_source(self) -> str:
        """Return the text that an empty slug is made from."""
        return str(self)

    def prepare(self) -> None:
        super().prepare()
        if not self.slug:
            with suppress(ObjectDoesNotExist):  # a missing relation is for its own field to report
                self.slug = self.made_slug = vietnamese_slug(self.slug_source())

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude=exclude)
        self._number_namesake()

    def save(self, *args, **kwargs):
        if not self.slug:
            self.prepare()
        self._number_namesake()  # once more: what was checked beside it may be saved by now
        super().save(*args, **kwargs)
        self.made_slug = ""

    def free_slug(self, base: str) -> str:
        """Return `base`, or the first of base-2, base-3 … that no other record has."""
        others = type(self)._base_manager.exclude(pk=self.pk).filter(slug__startswith=base)
        taken = set(others.values_list("slug", flat=True))
        names = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(name for name in names if name not in taken)

    def _number_namesake(self) -> None:
        if self.numbers_namesakes and self.made_slug and self.slug == self.made_slug:
            base = vietnamese_slug(self.slug_source())
            self.slug = self.made_slug = self.free_slug(base)


def searched(text: str) -> tuple[str, str]:
    """Return a text as the search looks through it: folded, and its words that carry accents."""
    text = " ".join([text, *run_together(text)])
    return fold(text), " ".join(accented_words(text))


class SearchableModel(SluggedModel):
    """A record that the portal's search finds, with the accents that the reader types or none."""

    search_text = models.TextField(editable=False, default="")
    accented_text = models.TextField(editable=False, default="")
    sort_key = models.TextField(editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def searchable_texts(self) -> list[str]:
        """Return the texts by which people look for this record."""
        return [str(self)]

    def make_sort_key(self) -> str:
        """Return the key that puts lists of these records in Vietnamese order."""
        return sort_key(str(self))

    def prepare(self) -> None:
        super().prepare()
        text = " ".join(text for text in self.searchable_texts() if text)
        self.search_text, self.accented_text = searched(text)
        self.sort_key = self.make_sort_key()


class SearchableQuerySet(models.QuerySet):
    """Reads that every searchable record has."""

    def matching(self, folded: Iterable[str], accented: Iterable[str]):
        """Keep the records whose folded text, and whose accented one, match all these patterns."""
        records = self
        for pattern in folded:
            records = records.filter(search_text__regex=pattern)
        for pattern in accented:
            records = records.filter(accented_text__regex=pattern)
        return records
