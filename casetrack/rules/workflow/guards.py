"""Why a transition may have to wait: each guard gives all its reasons, and cites its paragraph."""

from collections.abc import Iterable
from datetime import date, datetime

from casetrack.rules.clocks import BY_KEY as CLOCKS
from casetrack.rules.clocks import due
from casetrack.rules.dates import show_date
from casetrack.rules.documents import FDA_SET, REQUEST, Paper
from casetrack.rules.facts import Facts, Mark, Stage, Track
from casetrack.rules.ind import companys_number
from casetrack.rules.sense import permission_lacking
from casetrack.rules.workflow.shape import Refusal, Words

SENT_AS = (
    ("fda_version", "fda_sent_on", "fda_sent_how"),
    ("followup_version", "followup_sent_on", "followup_how"),
)
"""Which version of the FDA set, when and how, as the acts ask it."""


def frozen_copy(facts: Facts, words: Words, now: datetime) -> Iterable[Refusal]:
    """Nothing is sent without a frozen copy (design.md 4, the second hard stop)."""
    yield from frozen_before(REQUEST, facts, words, now, asked=("sent_version", "request_sent_on"))


def frozen_set(facts: Facts, words: Words, now: datetime) -> Iterable[Refusal]:
    """What is named as sent to FDA must be frozen, before that day."""
    for version, on, how in SENT_AS:
        if words.get(version):
            yield from frozen_before(FDA_SET, facts, words, now, asked=(version, on))
            if not words.get(how):
                yield Refusal("Choose: how the set was sent", field=how)


def frozen_before(
    paper: Paper, facts: Facts, words: Words, now: datetime, *, asked: tuple[str, str]
) -> Iterable[Refusal]:
    """A frozen version of the paper, and a day no earlier; `asked` are the keys of the two."""
    version, sent = asked
    frozen, cure = facts.frozen.get(paper.key, {}), f"paper:{paper.key}"
    number, day = words.get(version, ""), words.get(sent, "")
    if not frozen:
        yield Refusal("No version is frozen yet. Preview the paper and freeze it", cure)
    elif number and number not in map(str, frozen):
        yield Refusal("Choose a frozen version", cure, version)
    elif number and day:
        made = frozen[int(number)].astimezone(now.tzinfo).date().isoformat()
        if day < made:
            said = f"Sent on: version {number} was frozen later, {show_date(made)}"
            yield Refusal(said, field=sent)


def patient_permission(facts: Facts, words: Words, now: datetime) -> Iterable[Refusal]:
    """Nothing leaves the clinic before the patient has said so.

    The clinic's own rule: HIPAA may allow a disclosure for treatment without it (45 CFR
    164.506(c)). Permission by word of mouth is enough to send, and stands as Check this.
    """
    day = words.get("request_sent_on") or now.date().isoformat()
    _, lacking = permission_lacking(facts, day)
    if lacking:
        yield Refusal(lacking, "section:wishes")


def fda_permission(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """No first dose without FDA permission on record (21 CFR 312.305(d), 312.310(d))."""
    if facts.tracks.get(Track.FDA) != "permitted":
        yield Refusal("FDA's permission is not on record. Record it first", "stage:5")
        yield Refusal("In an emergency FDA may give it by phone: the call sheet", "emergency:")


def letter_or_plan(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """FDA needs the letter of authorization, or other proof of quality (312.310(b)(3))."""
    if facts.tracks.get(Track.LETTER) == "none":
        yield Refusal(
            "Neither a letter of authorization nor a plan without one is on record",
            "stage:4",
        )


def letter_at_hand(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """A letter is received when its file is here."""
    held = {str(row.id) for row in facts.rows.get("document", ())}
    chosen = words.get("letter_file", "")
    if not held or (chosen and chosen not in held):
        said = "The letter's file is not among the case's reports and letters. Upload it first"
        yield Refusal(said, "section:documents", "letter_file" if chosen else "")


def letter_came_after(_facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    dated, came = words.get("letter_on", ""), words.get("letter_came_on", "")
    if dated and came and came < dated:
        said = f"Received on: this is before the date of the letter, {show_date(dated)}"
        yield Refusal(said, field="letter_came_on")


def company_agreed(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    if facts.tracks.get(Track.REQUEST) != "agreed":
        yield Refusal("The company's agreement is not on record", "stage:4")


def submission_first(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """Only in an emergency does permission come before the submission (21 CFR 312.310(d))."""
    sent, day = facts.answers.get("fda_sent_on", ""), words.get("fda_permitted_on", "")
    if day and sent and day < sent and not facts.emergency:
        said = f"Permitted since: this is before the submission, {show_date(sent)}"
        yield Refusal(said, field="fda_permitted_on")


def thirty_days(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """An IND goes into effect 30 days after FDA received it, unless held (312.305(d)(1))."""
    if words.get("fda_permitted_how") != "silence":
        return
    received, day = facts.answers.get("fda_received_on", ""), words.get("fda_permitted_on", "")
    if facts.tracks.get(Track.FDA) not in ("received", "permitted") or not received:
        yield Refusal(
            "FDA's 30 days run from its receipt, and end with a hold. Record the receipt first",
            "stage:5",
            "fda_permitted_how",
        )
        return
    effect = due(CLOCKS["ind_in_effect"], date.fromisoformat(received)).due.isoformat()
    if day and day < effect:
        said = f"Permitted since: FDA's 30 days end on {show_date(effect)}"
        yield Refusal(said, field="fda_permitted_on")


def permitted_once(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """An IND goes into effect once; a later hold is lifted (312.42(e)), and the day stays."""
    if facts.tracks.get(Track.FDA) == "on_hold" and facts.answers.get("fda_permitted_on"):
        yield Refusal(
            "FDA had permitted it before this hold. Record that the hold is lifted instead",
            "action:record-fda-hold-lifted",
        )


def permitted_before(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    if not facts.answers.get("fda_permitted_on"):
        yield Refusal(
            "FDA had not permitted it before this hold. Record FDA's permission instead",
            "action:record-fda-permission",
        )


def hold_lifted(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """What FDA holds goes into effect when FDA lifts the hold, not by itself (312.40(b)(1))."""
    how, held = words.get("fda_permitted_how", ""), facts.tracks.get(Track.FDA) == "on_hold"
    if how in ("notice", "phone") and held:
        said = "FDA holds it. Choose that it was permitted by lifting the hold"
        yield Refusal(said, field="fda_permitted_how")
    if how == "lifted" and not held and facts.tracks.get(Track.FDA) != "permitted":
        yield Refusal("No clinical hold is on record", field="fda_permitted_how")


def own_number(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """FDA's instructions: never the commercial sponsor's IND number."""
    if companys_number(words.get("ind_number", ""), facts):
        said = "This is the number of the company's application. Enter the one FDA gave us"
        yield Refusal(said, field="ind_number")


def used(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """What is reported is a use (21 CFR 56.104(c))."""
    if not facts.answers.get("first_dose_on"):
        yield Refusal("The first dose is not on record. Record it first", "stage:6")


def without_consent(facts: Facts, _words: Words, _now: datetime) -> Iterable[Refusal]:
    """Only the exception from consent is reported by itself (21 CFR 50.23(c))."""
    if facts.answers.get("consent_how") != "exception":
        yield Refusal("Treatment without consent is not on record", "section:consent")


def ends_later(_facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """An approval does not end before the board gave it."""
    ends = words.get("irb_expires_on", "")
    given = words.get("irb_renewed_on") or words.get("irb_decided_on", "")
    if ends and given and ends < given:
        said = f"Approval ends on: this is before the approval, {show_date(given)}"
        yield Refusal(said, field="irb_expires_on")


def elected_review(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    """The chair or one member concurs only if the physician elected it (21 CFR 56.105)."""
    alone = words.get("irb_decided_as") == "member"
    if alone and facts.answers.get("irb_review") != "member":
        yield Refusal(
            "The physician's election of field 10.b is not on record. Record the IRB request "
            "with it first",
            "stage:5",
            "irb_decided_as",
        )


def earlier_stage(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    if words.get("back_to") and int(words["back_to"]) >= facts.stage:
        yield Refusal("Choose a stage before the present one", field="back_to")


def open_stage(facts: Facts, words: Words, _now: datetime) -> Iterable[Refusal]:
    chosen = words.get("skipped")
    if chosen and facts.marks.get(Stage(int(chosen))) in (Mark.DONE, Mark.SKIPPED):
        yield Refusal("This stage is already done or skipped", field="skipped")
    if chosen and int(chosen) == Stage.FOLLOW_UP:
        yield Refusal("The last stage ends by closing the case", field="skipped")
