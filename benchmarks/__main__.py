"""``python -m benchmarks [NAME…]`` runs the benchmarks and prints the ratios."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from rich.console import Console
from rich.table import Table

import benchmarks


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them."""
    known = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith(("_", "fit_")))
    wrong = sorted(set(names) - set(known))
    if wrong:
        print(f"no benchmark called {', '.join(wrong)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    console = Console(soft_wrap=True)
    for name in names or known:
        module = importlib.import_module(f"benchmarks.{name}")
        table = Table(title=f"{name}: {(module.__doc__ or '').splitlines()[0]}", title_justify="left")
        for column in ("what", "ours", "theirs", "unit", "ratio", "peer", "note"):
            table.add_column(column, justify="right" if column in {"ours", "theirs", "ratio"} else "left")
        for row in module.run():
            theirs, ratio = ("–" if value is None else f"{value:,.3g}" for value in (row.theirs, row.ratio))
            table.add_row(row.what, f"{row.ours:,.3g}", theirs, row.unit, ratio, row.peer, row.note)
        console.print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
