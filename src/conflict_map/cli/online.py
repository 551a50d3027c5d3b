"""``--online``: a service that is asked for names, and what the user is told about it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from conflict_map.cli.messages import count
from conflict_map.errors import GazetteerError, UsageError

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from conflict_map.cli.messages import Messages
    from conflict_map.geocoder import OnlineLookup
    from conflict_map.model import Candidate

__all__ = ["Service", "service_of"]


class Service:
    """A service that is asked until it fails; what it does is told.

    Parameters
    ----------
    lookup
        The service.
    messages
        Where it is told.
    """

    def __init__(self, lookup: OnlineLookup, messages: Messages) -> None:
        self._lookup, self._messages = lookup, messages
        self._names: set[str] = set()
        self._known: set[str] = set()
        self._failed = False

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 5,
    ) -> list[Candidate]:
        """Return what the service knows; nothing once it has failed, since the names after that would fail as well."""
        if self._failed:
            return []
        if name not in self._names:
            self._names.add(name)
            self._messages.say(f"asking {self._lookup.service} for {name!r}")
        try:
            found = self._lookup.locate(name, country=country, admin1=admin1, near=near, limit=limit)
        except GazetteerError as error:
            self._failed = True
            self._messages.fault(f"{error}. Names that the gazetteer lacks stay unresolved")
            return []
        if found:
            self._known.add(name)
        return found

    def tell(self) -> None:
        """Say for how many names the service was asked."""
        if self._names and not self._failed:
            self._messages.say(f"{self._lookup.service} was asked for {count(len(self._names), 'name')} and knew {len(self._known):,}")


def answers_folder() -> Path:
    """Return the folder that keeps the answers of services."""
    from conflict_map.gazetteer.store import cache_folder

    return cache_folder() / "online"


def service_of(options: argparse.Namespace, messages: Messages) -> Service | None:
    """Return the service that the options name, or None.

    Raises
    ------
    UsageError
        If the address is not one of a server, or stands without ``--online``.
    """
    url = options.online_url
    if options.online is None:
        if url is not None:
            message = "--online-url needs --online nominatim or --online photon, to say what kind of server it is"
            raise UsageError(message)
        return None
    from conflict_map.geocoder import OnlineLookup

    server = {}
    if url is not None:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            message = f"--online-url {_without_login(url)!r} is not the address of a server; write it as http://127.0.0.1:8080"
            raise UsageError(message)
        server = {"domain": f"{parts.netloc}{parts.path.rstrip('/')}", "scheme": parts.scheme}
    lookup = OnlineLookup(options.online, cache=answers_folder(), delay_s=1.1 if url is None else 0.0, **server)
    return Service(lookup, messages)


def _without_login(url: str) -> str:
    """Return an address without the user and password in it."""
    head, slashes, rest = url.rpartition("//")
    return f"{head}{slashes}{rest.rpartition('@')[2]}"
