"""A case as lists see it: where it stands, who has the ball, and until when.

Initials, diagnosis, drug and the like stand here a second time so that lists can sort and filter
(the `_key` columns in the form in which they are searched); the answers are the truth, and
`casetrack verify` compares the two.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casetrack.rules.facts import Life, Mark, Track
from casetrack.rules.workflow import FIRST_STATES, STATES
from casetrack.store.base import Base, Moment, one_of, told_by_event

STATE_OF = {track: f"{track}_state" for track in Track if track is not Track.CASE}
"""The column in which each track stands."""


NARROWED = (
    *("stage", "owner_id", "next_who_id", "physician_id", "company_id"),
    *("emergency", "waiting_since"),
)
"""Carried by every index of the list: two filters, or one's own cases, ask no line of the table."""


def _listed_by(*columns: str) -> Index:
    """One index for each filter the list offers, in the list's own order."""
    name = "ix_cases_" + "_".join(("life", *columns, "listed_on"))
    carried = (column for column in NARROWED if column not in columns)
    return Index(name, "life", *columns, "listed_on", "dossier_id", *carried)


def _route(track: Track) -> Mapped[str]:
    """Where one of the four routes stands."""
    kind = one_of(STATES[track], name=f"{track}_state")
    return mapped_column(kind, default=FIRST_STATES[track], server_default=FIRST_STATES[track])


class Case(Base):
    __tablename__ = "cases"
    __table_args__ = (
        told_by_event(),
        CheckConstraint(
            "life = 'closed' OR "
            "(next_what <> '' AND next_who_id IS NOT NULL AND next_on IS NOT NULL)",
            name="has_a_next_step",
        ),
        CheckConstraint("(waiting_on = '') = (waiting_since IS NULL)", name="waits_since_a_day"),
        CheckConstraint(
            "(life = 'closed') = (closed_at IS NOT NULL) "
            "AND (life = 'closed') = (close_reason <> '')",
            name="closed_with_a_reason",
        ),
        CheckConstraint(
            "treatment_state = 'not_started' OR fda_permitted_on IS NOT NULL",
            name="no_dose_without_fda",
        ),
        CheckConstraint("stage BETWEEN 1 AND 7", name="seven_stages"),
        _listed_by(),
        _listed_by("stage"),
        _listed_by("owner_id"),
        _listed_by("physician_id"),
        _listed_by("company_id"),
        _listed_by("drug_key"),
        _listed_by("initials_key"),
        _listed_by("emergency"),
        _listed_by("waiting_on"),
    )

    id: Mapped[int] = mapped_column("dossier_id", ForeignKey("dossiers.id"), primary_key=True)
    seq: Mapped[int]
    code: Mapped[str] = mapped_column(String(20), unique=True)
    synthetic: Mapped[bool]
    initials: Mapped[str] = mapped_column(String(200), default="")
    initials_key: Mapped[str] = mapped_column(String(200), default="")
    birth_year: Mapped[int | None]
    diagnosis: Mapped[str] = mapped_column(String(200), default="")
    drug: Mapped[str] = mapped_column(String(200), default="")
    drug_key: Mapped[str] = mapped_column(String(200), default="")
    doctor: Mapped[str] = mapped_column(String(200), default="")
    physician_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id"))
    company_id: Mapped[int | None] = mapped_column(ForeignKey("dossiers.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"))
    emergency: Mapped[bool]
    life: Mapped[Life] = mapped_column(one_of(Life, name="life"), default=Life.OPEN)
    stage: Mapped[int] = mapped_column(default=1)
    stage_since: Mapped[date]
    started_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    close_reason: Mapped[str] = mapped_column(String(20), default="")
    request_state: Mapped[str] = mapped_column(
        one_of(STATES[Track.REQUEST], name="request_state"), default=FIRST_STATES[Track.REQUEST]
    )
    letter_state: Mapped[str] = mapped_column(
        one_of(STATES[Track.LETTER], name="letter_state"), default=FIRST_STATES[Track.LETTER]
    )
    fda_state: Mapped[str] = mapped_column(
        one_of(STATES[Track.FDA], name="fda_state"), default=FIRST_STATES[Track.FDA]
    )
    irb_state: Mapped[str] = mapped_column(
        one_of(STATES[Track.IRB], name="irb_state"), default=FIRST_STATES[Track.IRB]
    )
    treatment_state: Mapped[str] = mapped_column(
        one_of(STATES[Track.TREATMENT], name="treatment_state"),
        default=FIRST_STATES[Track.TREATMENT],
    )
    expanded_state: Mapped[str] = _route(Track.EXPANDED)
    trial_state: Mapped[str] = _route(Track.TRIAL)
    assistance_state: Mapped[str] = _route(Track.ASSISTANCE)
    insurance_state: Mapped[str] = _route(Track.INSURANCE)
    fda_permitted_on: Mapped[date | None]
    next_what: Mapped[str] = mapped_column(String(200), default="")
    waiting_on: Mapped[str] = mapped_column(String(200), default="")
    waiting_since: Mapped[date | None]
    next_who_id: Mapped[int | None] = mapped_column(ForeignKey("users.dossier_id"))
    next_on: Mapped[date | None]
    listed_on: Mapped[date]  # the next date; the day of closing once closed


UNDER_WAY = Case.life.in_((Life.OPEN, Life.HELD))


class StageMark(Base):
    """How one stage of a case stands, since when, and with how many gaps it was left."""

    __tablename__ = "stage_marks"
    __table_args__ = (told_by_event(),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    stage: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    mark: Mapped[Mark] = mapped_column(one_of(Mark, name="mark"), default=Mark.NOT_YET)
    day: Mapped[date | None]
    gaps: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")


class Grant(Base):
    """A person who may see this case although their role alone does not show it."""

    __tablename__ = "grants"
    __table_args__ = (told_by_event(),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.dossier_id"), primary_key=True)
    seq: Mapped[int]
    active: Mapped[bool]


class Counter(Base):
    """The last case number given in a year."""

    __tablename__ = "counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
