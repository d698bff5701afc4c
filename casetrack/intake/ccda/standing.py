"""Whether an entry is denied, planned, empty or about a relative, by itself or its holders."""

from casetrack.intake.safe_xml import Node

PLANNED = "it is planned or ordered, not done"
RELATIVE = "it is about a relative, not about the patient"


def is_negated(node: Node) -> bool:
    """Said not to be, by the entry itself or by whatever it hangs on."""
    return _NEGATED in _marks(node)


def is_of_a_relative(node: Node) -> bool:
    """Found in a relative, whom the entry or what holds it names as its subject."""
    return _OF_A_RELATIVE in _marks(node)


def is_planned(node: Node) -> bool:
    return (node.get("moodCode") or "EVN") != "EVN"


def is_empty(node: Node) -> bool:
    """An entry that is there only to say that there is none."""
    return node.get("nullFlavor") is not None


_NEGATED, _OF_A_RELATIVE = "negated", "of a relative"


def _marks(node: Node) -> frozenset[str]:
    """What is true of an entry and of all it hangs on, up to its section; worked out once."""
    if node.marks is None:
        above = node.parent
        node.marks = _own_marks(node)
        if above is not None and above.name != "section":
            node.marks |= _marks(above)
    return node.marks


def _own_marks(node: Node) -> frozenset[str]:
    negated = (node.get("negationInd") or "").lower() == "true"
    relative = bool(node.all("subject", "relatedSubject"))
    marks = ((_NEGATED, negated), (_OF_A_RELATIVE, relative))
    return frozenset(mark for mark, holds in marks if holds)
