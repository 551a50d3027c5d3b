"""Reports and where they come from."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from conflict_map.errors import UsageError

__all__ = ["Report", "Source"]


@dataclass(frozen=True, slots=True)
class Source:
    """The report that an event stands on."""

    report: str | None = None
    headline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One text with, where known, where it comes from.

    Parameters
    ----------
    text
        The text as read; every offset counts its characters.
    headline, publisher, url
        Free text, or None where not known.
    published
        ISO date (``2020-01-29``); a ``date`` or a longer ISO time stamp is cut down to its day.
    id
        Stable name of the report; made from the text when not given.

    Raises
    ------
    UsageError
        If ``text`` is not text, or ``published`` not an ISO date.
    """

    text: str
    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        """Normalise the date and make an id."""
        if not isinstance(self.text, str):
            message = f"text must be the report's text, a str, not {type(self.text).__name__}"
            raise UsageError(message)
        if self.published is not None:
            object.__setattr__(self, "published", _iso_day(self.published))
        if self.id is None:
            digest = hashlib.sha256("\0".join([self.headline or "", self.published or "", self.text]).encode("utf-8", "surrogatepass"))
            object.__setattr__(self, "id", digest.hexdigest()[:12])

    def source(self) -> Source:
        """Return where events of this report come from."""
        return Source(report=self.id, headline=self.headline, publisher=self.publisher, url=self.url, published=self.published)


def _iso_day(value: str | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(value.strip()[:10]).isoformat()
    except (ValueError, AttributeError):  # a number has no text to strip
        message = f"published must be an ISO date such as 2020-01-29, not {value!r}"
        raise UsageError(message) from None
