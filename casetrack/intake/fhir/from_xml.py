"""FHIR XML in the shape of FHIR JSON, so that one reader serves both."""

from casetrack.intake.fhir.access import Thing
from casetrack.intake.safe_xml import Node

_XHTML = "http://www.w3.org/1999/xhtml"
_HOLDERS = {"resource", "contained"}  # their only child is a whole resource


class Lined(Thing):
    """An element that still knows the line of the file it begins on."""

    __slots__ = ("line",)

    def __init__(self, node: Node) -> None:
        super().__init__()
        self.line = node.line


def as_json(root: Node) -> Thing:
    """The resource; a repeated child becomes a list, a `value` attribute the value itself."""
    found = _children(root)
    found["resourceType"] = root.name
    return found


def _children(node: Node) -> Thing:
    found = Lined(node)
    found.update({name: node.attributes[name] for name in ("url", "id") if name in node.attributes})
    for child in node.children:
        if child.space == _XHTML:  # the narrative is never read
            continue
        if child.name in _HOLDERS and _whole_resource(child):
            _add(found, child.name, as_json(child.children[0]))
        elif "value" in child.attributes:
            _add(found, child.name, child.attributes["value"])
            _add_extensions(found, child)
        elif any(one.name != "extension" for one in child.children) or child.name == "extension":
            _add(found, child.name, _children(child))
        else:
            _add_extensions(found, child)
    return found


def _whole_resource(node: Node) -> bool:
    return bool(node.children) and node.children[0].name[:1].isupper()


def _add_extensions(found: Thing, child: Node) -> None:
    """Extensions of a primitive stand under its name with an underscore, as in JSON."""
    if child.children:
        _add(found, f"_{child.name}", _children(child))


def _add(found: Thing, name: str, value: object) -> None:
    known = found.get(name)
    if known is None:
        found[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        found[name] = [known, value]
