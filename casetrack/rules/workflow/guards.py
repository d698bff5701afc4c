"""Why a transition may have to wait: each guard gives all its reasons, and cites its paragraph."""

from collections.abc import Iterable

from casetrack.rules.facts import Facts, Mark, Stage, Track
from casetrack.rules.workflow.shape import Refusal, Words


def frozen_copy(facts: Facts, words: Words) -> Iterable[Refusal]:
    """Nothing is sent without a frozen copy (design.md 4, the second hard stop)."""
    version = words.get("sent_version", "")
    if not facts.frozen:
        yield Refusal("No version is frozen yet. Preview the packet and freeze it", "packet")
    elif version and int(version) not in facts.frozen:
        yield Refusal("Choose a frozen version", "packet", "sent_version")


def fda_permission(facts: Facts, _words: Words) -> Iterable[Refusal]:
    """No first dose without FDA permission on record (21 CFR 312.305(d), 312.310(d))."""
    if facts.tracks.get(Track.FDA) != "permitted":
        yield Refusal(
            "FDA's permission is not on record. Record it first; in an emergency FDA may give it "
            "by phone",
            "stage:5",
        )


def letter_or_plan(facts: Facts, _words: Words) -> Iterable[Refusal]:
    """FDA needs the letter of authorization, or other proof of quality (312.310(b)(3))."""
    if facts.tracks.get(Track.LETTER) == "none":
        yield Refusal(
            "Neither a letter of authorization nor a plan without one is on record",
            "stage:4",
        )


def company_agreed(facts: Facts, _words: Words) -> Iterable[Refusal]:
    if facts.tracks.get(Track.REQUEST) != "agreed":
        yield Refusal("The company's agreement is not on record", "stage:4")


def earlier_stage(facts: Facts, words: Words) -> Iterable[Refusal]:
    if words.get("back_to") and int(words["back_to"]) >= facts.stage:
        yield Refusal("Choose a stage before the present one", field="back_to")


def open_stage(facts: Facts, words: Words) -> Iterable[Refusal]:
    chosen = words.get("skipped")
    if chosen and facts.marks.get(Stage(int(chosen))) in (Mark.DONE, Mark.SKIPPED):
        yield Refusal("This stage is already done or skipped", field="skipped")
    if chosen and int(chosen) == Stage.FOLLOW_UP:
        yield Refusal("The last stage ends by closing the case", field="skipped")
