"""The evidence library: studies and drugs entered, checked, and cited by cases."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from casetrack.rules.evidence import Known, repeats
from casetrack.rules.people import Actor
from casetrack.rules.questions import Answers, Of
from casetrack.rules.source_ids import IdKind
from casetrack.store.acts import act, founding, lock
from casetrack.store.commands.answers import insert_row, root_of, write_answers
from casetrack.store.commands.imports import take
from casetrack.store.queries.library import known
from casetrack.store.refusals import Refused
from casetrack.store.session import Db
from casetrack.store.tables import Dossier, Import

Rows = Mapping[str, Sequence[Answers]]
NO_ROWS: Rows = {}


def add_study(db: Db, answers: Answers, *, rows: Rows = NO_ROWS, by: Actor) -> int:
    """A new study. Raises Refused if the library has one of the same PubMed number or DOI."""
    _check_new(db, [answers])
    return _enter(db, answers, rows, by)


def add_drug(db: Db, answers: Answers, *, by: Actor) -> int:
    with founding(db, by=by, kind=Of.DRUG, name=answers["name"], action="entered") as first:
        insert_row(first, "", answers)
        return first.dossier.id


def sign_figures(db: Db, number: int, *, as_: str, today: date, by: Actor) -> None:
    """Somebody says of themselves that they extracted (or checked) the figures today."""
    dossier = lock(db, number)
    with act(db, dossier, by=by, action=as_) as signing:
        told = {f"{as_}_by": by.name, f"{as_}_on": today.isoformat()}
        write_answers(signing, root_of(db, number), told)


def cite(db: Db, case_id: int, studies: Collection[int], *, by: Actor) -> None:
    """Puts studies of the library into a case's evidence, one row each."""
    dossier = lock(db, case_id)
    with act(db, dossier, by=by, action="cited", about="study") as citing:
        for number in studies:
            name = db.get_one(Dossier, number).name
            insert_row(citing, "study", {"library": str(number), "citation": name})


def take_import(db: Db, held: Import, chosen: Collection[int], *, by: Actor) -> list[int]:
    """Enters the chosen references, unless the library has one of them by now."""
    return take(
        db,
        held,
        chosen,
        check=lambda some: _check_new(db, [one["answers"] for one in some]),
        enter=lambda one: _enter(db, one["answers"], one["rows"], by),
    )


def _enter(db: Db, answers: Answers, rows: Rows, by: Actor) -> int:
    with founding(db, by=by, kind=Of.STUDY, name=answers["name"], action="entered") as first:
        insert_row(first, "", answers)
        for key, held in rows.items():
            for row in held:
                insert_row(first, key, row)
        return first.dossier.id


def _check_new(db: Db, studies: Sequence[Answers]) -> None:
    """None of them is in the library, and none is there twice."""
    there = known(db, [(kind, said.get(kind, "")) for said in studies for kind in IdKind])
    for said in studies:
        if one := repeats(said, there):
            raise Refused(f"The library has this study already: {one.name}. Change that one")
        registry = said.get("published") == "registry"
        there += [
            Known(0, said["name"], kind, said[kind], registry) for kind in IdKind if said.get(kind)
        ]
