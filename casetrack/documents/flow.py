"""Makes typed text safe for layout, which some plain texts would hang; no letter of it is lost.

Whatever a template of a paper prints goes through here: `pages` sees to that.
"""

import re

from casetrack.rules.text import clean, visible

LONGEST_RUN = 60  # letters without a place to break
LONGEST_PIECE = 200  # letters laid out at once: the time for them grows with their square
MOST_MARKS = 4  # accents on one letter: more would be drawn over the lines around it
MOST_LINES = 400  # what comes after them is set in one flow


def line(text: str) -> str:
    """The text on one line, with a place to break wherever it has none for too long."""
    if len(text) <= LONGEST_RUN and text.isascii() and text.isprintable():
        return text  # nearly every value
    whole = text.encode("utf-8", "replace").decode().replace(_BREAK, "")
    on_one = " ".join(visible(clean(whole)).split())
    return _RUN.sub(rf"\g<0>{_BREAK}", _STACK.sub(rf"\g<0>{_NO_LETTER}", on_one))


def paragraphs(text: str) -> tuple[str, ...]:
    """The typed lines, each to be set as a paragraph; empty ones are left out."""
    lines = tuple(found for part in text.splitlines() if (found := line(part).strip()))
    rest = " ".join(lines[MOST_LINES:])
    return (*lines[:MOST_LINES], rest) if rest else lines


def pieces(text: str) -> tuple[str, ...]:
    """One line in pieces to be laid out one by one; joined they are the line again.

    A space begins a piece: after one that ends a piece WeasyPrint may break the line too early.
    """
    return tuple(_PIECE.findall(line(text)))


_BREAK = "\u200b"  # nothing to see, and not in a text copied from the paper
_NO_LETTER = "\u25cc"  # the circle that carries an accent without a letter
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_STACK = re.compile(f"[{_MARK}]{{{MOST_MARKS}}}(?=[{_MARK}])")
_RUN = re.compile(f"[^ {_BREAK}]{{{LONGEST_RUN}}}(?=[^ {_BREAK}])")
_PIECE = re.compile(rf".{{1,{LONGEST_PIECE}}}(?=[ {_BREAK}]|$)")
