"""Where the tables that people edit are: inside the package when it is installed from a wheel, at the top of the repository in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conflict_map.errors import GazetteerError

__all__ = ["data_folder", "data_path"]

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder() -> Path:
    """Return the folder of the tables.

    Raises
    ------
    GazetteerError
        If neither the wheel's folder nor the repository's is there.
    """
    for folder in (_PACKAGE / "_gazetteer", _PACKAGE.parent.parent / "gazetteer"):
        if folder.is_dir():
            return folder
    message = f"the gazetteer's tables are missing: neither {_PACKAGE / '_gazetteer'} nor a checkout's gazetteer/ exists; install conflict-map again"
    raise GazetteerError(message)


def data_path(name: str) -> Path:
    """Return the path of the table ``name`` ("actors.csv"); whether it exists is the reader's concern."""
    return data_folder() / name
