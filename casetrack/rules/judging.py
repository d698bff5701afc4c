"""What is said of an event on pages of its own: the physician's judgment, and what is new."""

from datetime import date

from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.questions.safety import JUDGMENT, MORE
from casetrack.rules.questions.shape import Answers
from casetrack.rules.workflow.decide import unanswered
from casetrack.rules.workflow.shape import Refusal, Words


def judgment_refused(said: Answers, words: Words) -> list[Refusal]:
    """What a judgment still lacks: nothing is chosen for the physician."""
    if not is_exact(said.get("aware_on", "")):
        return [Refusal("Enter first when the clinic learned of it")]
    return unanswered(JUDGMENT, words)


def news_refused(said: Answers, words: Words, *, today: date) -> list[Refusal]:
    """What is missing, or cannot be, about new information."""
    found = unanswered(MORE, words)
    on, aware = words.get("learned_more_on", ""), said.get("aware_on", "")
    if on and date.fromisoformat(on) > today:
        found.append(Refusal(f"{show_date(on)} has not come yet", field="learned_more_on"))
    if on and aware and on < aware:
        words_ = f"This is before the clinic learned of the event, {show_date(aware)}"
        found.append(Refusal(words_, field="learned_more_on"))
    return found


def news(said: Answers, words: Words) -> dict[str, str]:
    """New information is added to what was known; the follow-up to FDA is owed anew.

    What is still untold keeps its day: later news never puts off the earlier (312.32(d)).
    """
    on = words["learned_more_on"]
    told = f"{show_date(on)}: {words['learned_more']}"
    before, untold = said.get("learned_more", ""), said.get("learned_more_on", "")
    return {
        "learned_more_on": min(untold, on) if untold and not said.get("fda_told_more_on") else on,
        "learned_last_on": max(on, said.get("learned_last_on", "")),
        "learned_more": f"{before}\n\n{told}" if before else told,
        "fda_told_more_on": "",
        "fda_more_proof": "",
    }
