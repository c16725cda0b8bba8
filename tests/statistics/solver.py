"""A reader with a computer: what follows from published numbers, by linear programming."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Final

import highspy

Cell = tuple[int, str, str, str]
"""Of which release, which period, which table and which category."""

Weights = Mapping[Cell, int]

MUCH: Final = 100_000
"""More than there are cases."""

_NEARLY: Final = 1e-6


class Reader:
    """Somebody who writes down all that is known of unknown counts, and solves it.

    A count is a whole number, not below zero unless said otherwise.
    """

    def __init__(self) -> None:
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("presolve", "off")
        self._places: dict[Cell, int] = {}

    def knows_of(self, cell: Cell, least: int = 0, most: int = MUCH) -> None:
        """Begin to think of a count."""
        if cell not in self._places:
            self._places[cell] = len(self._places)
            self._solver.addVar(float(least), float(most))

    def knows(self, weights: Weights, least: int, most: int | None = None) -> None:
        """Write down a sum of counts, or that it is between two numbers.

        :param most: the same as the least when left out.
        """
        for cell in weights:
            self.knows_of(cell)
        places = [self._places[cell] for cell in weights]
        values = [float(weight) for weight in weights.values()]
        highest = least if most is None else most
        self._solver.addRow(float(least), float(highest), len(places), places, values)

    def can_tell(self, weights: Weights) -> tuple[int, int]:
        """Return the lowest and the highest that a sum of counts can be.

        :raises AssertionError: what was written down contradicts itself.
        """
        return ceil(self._end(weights, 1) - _NEARLY), floor(-self._end(weights, -1) + _NEARLY)

    def _end(self, weights: Weights, sign: int) -> float:
        """Return the least value of a sum, or of its opposite."""
        for cell, weight in weights.items():
            self._solver.changeColCost(self._places[cell], float(sign * weight))
        self._solver.run()
        found = self._solver.getModelStatus()
        assert found == highspy.HighsModelStatus.kOptimal, found
        least = self._solver.getObjectiveValue()
        for cell in weights:
            self._solver.changeColCost(self._places[cell], 0.0)
        return float(least)
