"""Checklists as data: the strict parser, the closed expressions, and the evaluation that phone and server share (`docs/checklists.md`)."""

from sync.checklist.definition import Choice, Definition, Item, Topic, parse_definition
from sync.checklist.evaluate import Evaluation, Problem, confirmable, evaluate, split_answers
from sync.checklist.summary import read_back, read_text

__all__ = [
    "Choice",
    "Definition",
    "Evaluation",
    "Item",
    "Problem",
    "Topic",
    "confirmable",
    "evaluate",
    "parse_definition",
    "read_back",
    "read_text",
    "split_answers",
]
