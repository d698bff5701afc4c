"""What people say of a step whose source does not keep it: answers of the case beside its facts."""

from dataclasses import replace
from datetime import date

from casetrack.rules.agenda.shape import Item
from casetrack.rules.clocks import CLOCKS, Set
from casetrack.rules.dates import show_date
from casetrack.rules.facts import Facts
from casetrack.rules.questions import Kind, Question

WHO, ON, OF, NOT_NEEDED = (
    Question(key="who", label="Who does it", kind=Kind.PERSON),
    Question(key="on", label="Moved to", kind=Kind.DATE),
    Question(key="of", label="Said of the step due on", kind=Kind.DATE),
    Question(key="not_needed", label="Not needed, because", kind=Kind.TEXT, cap=1_000),
)
SAID = (WHO, ON, OF, NOT_NEEDED)


def said_key(item: str, question: Question) -> str:
    """The answer under which something said of a step is kept."""
    return f"agenda.{item}.{question.key}"


def is_beside(key: str) -> bool:
    """Whether an answer is said of a step, and not a fact that its source keeps."""
    return key.startswith("agenda.")


def said_of(key: str) -> Question | None:
    """The question behind such an answer, or behind the day a clock was met; else None."""
    if is_beside(key):
        return next((question for question in SAID if key.endswith(f".{question.key}")), None)
    own = (clock for clock in CLOCKS if not clock.rows)
    met = (clock.title for clock in own if key in (clock.again, *clock.met))
    return next((Question(key=key, label=f"{title}: done", kind=Kind.DATE) for title in met), None)


def as_said(item: Item, facts: Facts) -> Item | None:
    """The step as people have changed it. What was said of one day does not hold for another."""
    said = {q: facts.answers.get(said_key(item.key, q), "") for q in SAID}
    if said[WHO]:
        item = replace(item, who=int(said[WHO]))
    if said[OF] != item.on.isoformat():
        return item
    if said[NOT_NEEDED]:
        return None
    if said[ON]:
        was = f"Was due {show_date(item.on)}"
        why = ". ".join(part for part in (item.why, was) if part)
        day = date.fromisoformat(said[ON])
        item = replace(item, on=day, instead_of=item.on, why=why, set=Set.OUR_TARGET)
    return item
