"""A measured figure, its bar, and how both are printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table: what, how much, the bar of the plan, whether more is better."""

    what: str
    value: float
    unit: str
    bar: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def held(self) -> bool | None:
        """Tell whether the bar is held; None where there is no bar."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.more_is_better else self.value <= self.bar


def spell(value: float) -> str:
    """Return a figure with three significant places."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def print_table(figures: list[Figure]) -> None:
    """Print the figures, right-aligned, with their bars."""
    width = max(len(figure.what) for figure in figures) + 2
    print(f"{'':2}{'what':{width}}{'measured':>12} {'unit':10}{'bar':>10}  {'':7}note")
    for figure in figures:
        bar = "" if figure.bar is None else f"{'≥' if figure.more_is_better else '≤'} {spell(figure.bar)}"
        word = {None: "", True: "held", False: "MISSED"}[figure.held]
        print(f"{'':2}{figure.what:{width}}{spell(figure.value):>12} {figure.unit:10}{bar:>10}  {word:7}{figure.note}")
