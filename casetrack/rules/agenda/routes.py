"""Steps of the four routes that no clock sets: barriers, trials to look at again, a renewal."""

from collections.abc import Iterator
from datetime import date, timedelta

from casetrack.rules.agenda.shape import Item, Kept
from casetrack.rules.blockers import standing
from casetrack.rules.clocks import deadlines
from casetrack.rules.dates import is_exact, show_date
from casetrack.rules.doubt import FRESH_STATUS
from casetrack.rules.facts import Facts, Track

RENEW_BEFORE = timedelta(days=30)


def barrier_steps(facts: Facts) -> Iterator[Item]:
    """The next step about each barrier that stands."""
    for row in standing(facts):
        said = row.answers
        if said.get("barrier_by") and said.get("barrier_next"):
            yield Item(
                key=f"row:{row.id}",
                what=said["barrier_next"],
                on=date.fromisoformat(said["barrier_by"]),
                why=f"Barrier: {said.get('barrier_what', '')}",
                who=int(said["barrier_who"]) if said.get("barrier_who") else None,
                cure=f"row:barriers:{row.id}",
                kept=Kept(entry=row.id, on="barrier_by", who="barrier_who"),
            )


def trials_to_check(facts: Facts) -> Iterator[Item]:
    """While the route of a trial is open, its log is looked at again before it grows old."""
    if facts.tracks.get(Track.TRIAL) not in ("open", "asked"):
        return
    days = [row.answers.get("status_on", "") for row in facts.rows.get("trial", ())]
    checked = min((day for day in days if is_exact(day)), default="")
    if checked:
        yield Item(
            key="trials:check",
            what="Check the trials of the log again",
            on=date.fromisoformat(checked) + FRESH_STATUS,
            why=f"The oldest status is from {show_date(checked)}",
            cure="section:trials",
        )


def assistance_to_renew(facts: Facts) -> Iterator[Item]:
    """A renewal is asked for well before the approval ends, once."""
    said = facts.answers
    if said.get("pap_applied_on", "") > said.get("pap_decided_on", ""):
        return
    for one in deadlines(facts):
        if one.clock.key == "assistance_ends" and one.count and one.due:
            ends = show_date(one.due)
            yield Item(
                key="assistance:renew",
                what="Ask the patient assistance program to renew",
                on=max(one.count.start, one.due - RENEW_BEFORE),
                why=f"Its approval ends {ends}",
                cure="action:record-assistance-application",
            )
