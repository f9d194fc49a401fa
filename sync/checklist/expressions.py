"""The closed set of operators that a checklist may use: parsed strictly once, evaluated totally ever after.

Total means null-safe: a value that is not there is null, a comparison of things that cannot be compared is false, and nothing raises.
That is what lets a phone without network and a server years later give the same verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sync.errors import ChecklistError

MAX_OPERATORS = 100
MAX_DEPTH = 12
_KEY = re.compile("[a-z][a-z0-9_]{0,39}")
_PATH = re.compile(r"(members\[\]|[a-z][a-z0-9_]*)(\.[a-z][a-z0-9_]*)*")
_DATE = re.compile("[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
WHITE = "\t\n\r \u00a0\u3000"
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_PAIR = 2

type_scalar = (str, int, type(None))


class Facts(Protocol):
    """What an expression can ask about: the answers and the row of the target, seen from one member or from outside."""

    def answer(self, key: str) -> Any:
        """Return the visible answer of `key`, or None."""

    def roster(self, path: str) -> Any:
        """Return what stands at `path`, or None."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One parsed expression.

    Attributes:
        op: the operator, or `literal`.
        args: parsed arguments; for `answer` and `roster` the key or path, for `literal` the value, for `in` the value and the literals.
    """

    op: str
    args: tuple[Any, ...]

    def answers(self) -> Iterator[str]:
        """Yield the keys of all answers that this expression asks for."""
        if self.op == "answer":
            yield self.args[0]
        for arg in self.args:
            if isinstance(arg, Expression):
                yield from arg.answers()


def is_path(path: object) -> bool:
    """Return whether `path` is a roster path."""
    return isinstance(path, str) and _PATH.fullmatch(path) is not None


def parse_condition(source: object, path: str) -> Expression:
    """Return the condition that `source` holds.

    Raises:
        ChecklistError: an unknown operator, a wrong number or sort of arguments, or too large an expression.
    """
    return _Parser(path).condition(source, 1)


class _Parser:
    """Counts operators while it descends, so that an expression can be bounded as a whole."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._operators = 0

    def condition(self, source: object, depth: int) -> Expression:
        if isinstance(source, bool):
            return Expression("literal", (source,))
        op, args = self._operator(source, depth)
        if op in _COMPARE or op in ("=", "!="):
            self._count(op, args, _PAIR)
            return Expression(op, tuple(self._value(arg, depth + 1) for arg in args))
        if op in ("and", "or"):
            self._require(bool(args), "arguments", op)
            return Expression(op, tuple(self.condition(arg, depth + 1) for arg in args))
        if op == "not":
            self._count(op, args, 1)
            return Expression(op, (self.condition(args[0], depth + 1),))
        if op == "empty":
            self._count(op, args, 1)
            return Expression(op, (self._value(args[0], depth + 1),))
        if op == "in":
            self._count(op, args, _PAIR)
            return Expression(op, (self._value(args[0], depth + 1), self._literals(args[1])))
        raise ChecklistError(self._path, "operator", f"{op!r} is no condition")

    def _value(self, source: object, depth: int) -> Expression:
        if isinstance(source, type_scalar):
            return Expression("literal", (source,))
        op, args = self._operator(source, depth)
        self._require(op in ("answer", "roster", "count"), "operator", f"{op!r} is no value")
        self._count(op, args, 1)
        if op == "count":
            return Expression(op, (self._value(args[0], depth + 1),))
        known = isinstance(args[0], str) and _KEY.fullmatch(args[0]) is not None if op == "answer" else is_path(args[0])
        self._require(known, "path" if op == "roster" else "key", repr(args[0]))
        return Expression(op, (args[0],))

    def _operator(self, source: object, depth: int) -> tuple[str, list[Any]]:
        self._operators += 1
        self._require(depth <= MAX_DEPTH and self._operators <= MAX_OPERATORS, "size", "expression too large")
        if not isinstance(source, list) or not source or not isinstance(source[0], str):
            raise ChecklistError(self._path, "expression", "an operator with its arguments is wanted")
        return source[0], source[1:]

    def _literals(self, source: object) -> tuple[Any, ...]:
        if not isinstance(source, list) or not source or not all(isinstance(entry, type_scalar) for entry in source):
            raise ChecklistError(self._path, "arguments", "`in` wants a list of literals")
        return tuple(source)

    def _count(self, op: str, args: list[Any], wanted: int) -> None:
        self._require(len(args) == wanted, "arguments", f"{op} takes {wanted}")

    def _require(self, condition: bool, reason: str, message: str) -> None:  # noqa: FBT001 - reads as a sentence where it is used
        if not condition:
            raise ChecklistError(self._path, reason, message)


def holds(expression: Expression, facts: Facts) -> bool:
    """Return whether the condition `expression` is true of `facts`. Raises nothing."""
    op, args = expression.op, expression.args
    if op == "literal":
        return args[0] is True
    if op == "and":
        return all(holds(arg, facts) for arg in args)
    if op == "or":
        return any(holds(arg, facts) for arg in args)
    if op == "not":
        return not holds(args[0], facts)
    if op == "empty":
        return is_empty(value_of(args[0], facts))
    if op == "in":
        return _contained(value_of(args[0], facts), args[1])
    left, right = value_of(args[0], facts), value_of(args[1], facts)
    if op in _COMPARE:
        return _ordered(left, right) and _COMPARE[op](left, right)
    return same(left, right) is (op == "=")


def value_of(expression: Expression, facts: Facts) -> Any:
    """Return the value of `expression`. Raises nothing."""
    op, args = expression.op, expression.args
    if op == "answer":
        return facts.answer(args[0])
    if op == "roster":
        return facts.roster(args[0])
    if op == "count":
        value = value_of(args[0], facts)
        if is_empty(value):
            return 0
        return len(value) if isinstance(value, list) else 1
    return args[0]


def is_empty(value: object) -> bool:
    """Return whether `value` is null, a blank text or an empty list. Raises nothing."""
    if isinstance(value, str):
        return not value.strip(WHITE)
    return value is None or value == []


def same(left: object, right: object) -> bool:
    """Return whether two values are of the same type and equal; an object equals nothing. Raises nothing."""
    if type(left) is not type(right) or isinstance(left, dict):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(a, b) for a, b in zip(left, right, strict=True))
    return left == right


def _ordered(left: object, right: object) -> bool:
    if type(left) is int and type(right) is int:
        return True
    return (
        isinstance(left, str)
        and isinstance(right, str)
        and len(left) == len(right)
        and _DATE.fullmatch(left) is not None
        and _DATE.fullmatch(right) is not None
    )


def _contained(value: object, literals: tuple[Any, ...]) -> bool:
    entries = value if isinstance(value, list) else [value]
    return any(same(entry, literal) for entry in entries for literal in literals)
