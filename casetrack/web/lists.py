"""What fields may choose from: people, exhibits, frozen versions, names in the register."""

from casetrack.rules.documents import REQUEST
from casetrack.rules.questions import BY_ROWS
from casetrack.rules.tasks import row_title
from casetrack.store.queries.people import active_people, register_names
from casetrack.store.queries.register import party_names
from casetrack.web.forms import Lists
from casetrack.web.visit import Visit


def lists_for(
    visit: Visit,
    *,
    people: bool = False,
    names: bool = False,
    parties: bool = False,
    paper: str = REQUEST.key,
) -> Lists:
    """The choices for a form on this page; people and register names only where it asks them."""
    file = visit.file
    documents = file.facts.rows.get("document", ()) if file else ()
    events = file.facts.rows.get("safety", ()) if file else ()
    versions = file.versions_of(paper) if file else []
    suggestions: dict[str, list[str]] = {}
    if parties:
        suggestions["with_whom"] = suggestions["recipient"] = party_names(visit.db)
    if names:
        known = register_names(visit.db, "physician", "company")
        suggestions["doctor"] = [name for _, name in known["physician"]]
        suggestions["company"] = [name for _, name in known["company"]]
    return Lists(
        today=visit.today,
        people=active_people(visit.db) if people else (),
        exhibits=[(row.id, row_title(BY_ROWS["document"], row)) for row in documents],
        events=[(row.id, row_title(BY_ROWS["safety"], row)) for row in events],
        versions=[(v.version, f"Version {v.version}, {v.length}") for v in versions],
        suggestions=suggestions,
    )
