"""The same record twice in one file: read once; an older version gives way to the newer."""

from casetrack.intake.fhir.access import Thing, thing, word
from casetrack.intake.fhir.folder import DELETED, Record, elsewhere
from casetrack.intake.units import number
from casetrack.intake.worksheet import Worksheet


def without_twins(records: list[Record], sheet: Worksheet) -> list[Record]:
    """The records in order, each of them once; versions that cannot be told apart both stay."""
    records, gone = _without_deleted(records)
    for record in gone:
        sheet.leave_out(record.name, "it was deleted", source=record.at())
    kept: dict[str, Record] = {}
    repeated = unclear = 0
    for place, record in enumerate(records):
        key = _key(record, place, kept)
        twin = kept.get(key)
        if twin is None:
            kept[key] = record
        elif twin.body == record.body:
            repeated += 1
        elif not _replaced(kept, key, record, sheet):
            unclear += 1
            kept[f"{key}#{place}"] = record
    if unclear:
        sheet.warn(_UNCLEAR.format(count=unclear))
    if repeated:
        sheet.warn(f"{repeated} entries stand in the file more than once; each was read once.")
    return list(kept.values())


_UNCLEAR = (
    "Check this: {count} entries stand in the file twice with different content and no sign of "
    "which is newer; both were read."
)


def _key(record: Record, place: int, kept: dict[str, Record]) -> str:
    """Its number; its address where another server's record has the same number."""
    own = word(record.body.get("id"))
    key = f"{record.kind}/{own}" if own else f"#{place}"
    apart = record.url and key in kept and elsewhere(record.url, kept[key].url)
    return str(record.url) if apart else key


def _without_deleted(records: list[Record]) -> tuple[list[Record], list[Record]]:
    deleted = {word(one.body.get("id")) for one in records if one.kind == DELETED}
    alive = [one for one in records if one.kind != DELETED]
    gone = [one for one in alive if one.name in deleted]
    return [one for one in alive if one.name not in deleted], gone


def _replaced(kept: dict[str, Record], key: str, record: Record, sheet: Worksheet) -> bool:
    """Whether one of the two is the older version of the other; that one is left out."""
    twin = kept[key]
    mine, other = _version(record.body), _version(twin.body)
    if mine == other:
        return False
    older, kept[key] = (twin, record) if mine > other else (record, twin)
    sheet.leave_out(older.name, "a newer version of it is in the file", source=older.at())
    return True


def _version(body: Thing) -> tuple[str, float]:
    meta = thing(body.get("meta"))
    return word(meta.get("lastUpdated")) or "", number(meta.get("versionId")) or 0
