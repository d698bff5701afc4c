"""Questions a patient may want to bring to the visit: five to begin with, others to add.

The five are the program's own: new drugs for this tumor, asking a company, an appeal, trials, and
groups that help. A list that the doctor endorses works better than one that is only handed out,
and one page is read (ux.md 5(f)). No question tells a health fact: the sheet may lie on a table.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HOLDS = {"12": 25, "18": 20}  # questions that fit: one page at 12 point, two at 18
BLANK = "____________"


@dataclass(frozen=True)
class Prompt:
    """One question as it is printed."""

    key: str
    group: str
    words: str


FIRST = "To begin with"
EFFECT = "What it could do for me"
DAILY = "Side effects, having children, daily life"
COST = "Cost and travel"
TIME = "How long each step takes"
REFUSED = "If the answer is no"

PROMPTS = (
    Prompt("new_drugs", FIRST, "Are there new medicines being tested for a tumor like mine?"),
    Prompt("ask_company", FIRST, f"Would you ask this company for its medicine: {BLANK}?"),
    Prompt("appeal", FIRST, "If my insurance says no, will you help me appeal?"),
    Prompt("trials", FIRST, "Is there a clinical trial I could join? How far away is it?"),
    Prompt("groups", FIRST, "Which patient groups can help us get the medicine?"),
    Prompt("good", EFFECT, "What could this medicine do for me? What can it not do?"),
    Prompt("known", EFFECT, "How many people have taken it, and how did they do?"),
    Prompt("soon", EFFECT, "How soon would we know if it works?"),
    Prompt("first_try", EFFECT, "What else could we try first?"),
    Prompt("effects", DAILY, "Which side effects are common? Which are bad?"),
    Prompt("safe", DAILY, "How will you keep me safe?"),
    Prompt("children", DAILY, "Could it harm my chance to have children?"),
    Prompt("work", DAILY, "Can I work, drive and travel while I take it?"),
    Prompt("pills", DAILY, "Does it mix with my other pills?"),
    Prompt("pays", COST, "Who pays for the medicine, the tests and the visits?"),
    Prompt("visits", COST, "How often would I have to come here?"),
    Prompt("help", COST, "Is there help with travel or with a place to stay?"),
    Prompt("steps", TIME, "What are the steps, and how long does each one take?"),
    Prompt("who", TIME, "Who must say yes?"),
    Prompt("call", TIME, "Who will call me, and when?"),
    Prompt("faster", TIME, "What can I do to help it go faster?"),
    Prompt("no", REFUSED, "What will we do if the answer is no?"),
    Prompt("again", REFUSED, "Can we ask a second time, or ask some other company?"),
    Prompt("mind", REFUSED, "What if I change my mind?"),
    Prompt("care", REFUSED, "What care will I get in any case?"),
)


def chosen(stored: str) -> tuple[Prompt, ...]:
    """What is printed, in the order above; the first five where nobody has chosen."""
    ticked = [key for key in stored.split(",") if key]
    return tuple(p for p in PROMPTS if (p.key in ticked if ticked else p.group == FIRST))


def grouped(prompts: tuple[Prompt, ...]) -> Mapping[str, tuple[Prompt, ...]]:
    groups = dict.fromkeys(prompt.group for prompt in prompts)
    return {name: tuple(p for p in prompts if p.group == name) for name in groups}
