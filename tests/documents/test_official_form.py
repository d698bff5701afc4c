"""A clinic's own fillable form: filled by name, nothing lost, nothing ticked by itself."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from documents.made import report
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from shared_data import shared

from casetrack.documents.official import FormRefused, filled_in, supplied, ticked
from casetrack.documents.press import Press, UploadRefused
from casetrack.documents.worksheet import Box
from casetrack.rules.facts import Facts, Track

FORM, FIELDS = "forms/FDA-3500_2015-10_fillable.pdf", "forms/FDA-3500_fields.json"
PAGE = "topmostSubform[0].Page1[0]."
MAPPING = f"""
edition = "08/22"
[texts]
initials = "{PAGE}Patient_Identifier[0]"
[ticks]
"10a" = "{PAGE}female_box[0]"
"10b" = "{PAGE}male_box[0]"
"""


def terminal(pdf: bytes) -> dict[str, object]:
    found = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    return {name: field.get("/V") for name, field in found.items() if field.get("/FT")}


def test_a_real_form_of_fda_keeps_every_field_and_shows_what_was_filled_in(press: Press) -> None:
    name, box = f"{PAGE}Patient_Identifier[0]", f"{PAGE}female_box[0]"
    blank = shared(FORM).read_bytes()
    made = press.fill(blank, texts={name: "K.R."}, ticks={box: True})
    reader = PdfReader(io.BytesIO(made))
    form = reader.root_object["/AcroForm"].get_object()
    assert "/XFA" not in form, "a viewer without XFA shows the fields themselves"  # type: ignore[operator]
    held = terminal(made)
    told = json.loads(shared(FIELDS).read_text())
    assert len(held) == told["terminal_fields"] == 152
    assert set(held) == {field["name"] for field in told["fields"]} == set(terminal(blank))
    assert (held[name], held[box]) == ("K.R.", "/1")
    filled = {key for key, value in held.items() if value not in (None, "", "/Off")}
    untouched = {key for key, value in terminal(blank).items() if value not in (None, "", "/Off")}
    assert filled - untouched == {name, box}, "nothing else is filled in"


def test_the_fields_of_a_form_are_listed_with_what_it_says_of_them(press: Press) -> None:
    listed = {field.name: field for field in press.fields(shared(FORM).read_bytes())}
    assert listed[f"{PAGE}female_box[0]"].kind == "tick"
    assert "Do not use" in listed[f"{PAGE}Patient_Identifier[0]"].about


def living(*, fields: bool) -> bytes:
    """An XFA form, with or without AcroForm fields."""
    writer = PdfWriter(clone_from=io.BytesIO(report("Please wait")))
    held = ArrayObject()
    if fields:
        field = DictionaryObject(
            {NameObject("/FT"): NameObject("/Tx"), NameObject("/T"): TextStringObject("one")}
        )
        held.append(writer._add_object(field))
    form = DictionaryObject(
        {NameObject("/Fields"): held, NameObject("/XFA"): TextStringObject("<xdp/>")}
    )
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer.root_object[NameObject("/NeedsRendering")] = BooleanObject(value=True)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("form", "why"),
    [
        (living(fields=False), "only works inside Adobe Acrobat (XFA without fields)"),
        (report("no form"), "no fillable form"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"hello", "damaged"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_reason(
    press: Press, form: bytes, why: str
) -> None:
    with pytest.raises(UploadRefused) as refused:
        press.fill(form, texts={"one": "K.R."}, ticks={})
    assert why in refused.value.sentence


def test_a_field_that_the_form_has_not_is_named(press: Press) -> None:
    with pytest.raises(UploadRefused, match="no field two"):
        press.fill(living(fields=True), texts={"two": "K.R."}, ticks={})


def folder(at: Path, mapping: str, pdf: bytes = b"%PDF-") -> Path:
    (at / "forms").mkdir()
    (at / "forms/fda-3926.pdf").write_bytes(pdf)
    if mapping:
        (at / "forms/fda-3926.toml").write_text(mapping)
    return at


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ("", "There is no fda-3926.toml"),
        ("edition = ", "cannot be read"),
        ('edition = "09/30"', "no edition that is known: 08/22, 06/19"),
        ('edition = "08/22"\n[texts]\nage = "x"', "“age” is no entry"),
        ('edition = "08/22"\n[texts]\n10a = "x"', "“10a” is no entry"),
        ('edition = "08/22"\n[ticks]\ncertification = "x"', "“certification” is no entry"),
        ('edition = "08/22"\n[texts]\ninitials = 3', "beside the name of its field"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, mapping: str, why: str) -> None:
    with pytest.raises(FormRefused) as refused:
        supplied(folder(tmp_path, mapping))
    assert why in str(refused.value)


def test_a_form_of_another_edition_is_not_filled(tmp_path: Path) -> None:
    blank = supplied(folder(tmp_path, MAPPING))
    box = Box("initials", "", "2", "1", "")
    for chosen in ("06/19", ""):
        with pytest.raises(FormRefused, match="edition 08/22"):
            filled_in(blank, [box], Facts(answers={"fda_edition": chosen}))


def test_no_box_is_ticked_that_nobody_ticked() -> None:
    bare = Facts(tracks={Track.LETTER: "none"})
    assert ticked(bare) == frozenset()
    asked = replace(bare, answers={"irb_review": "member", "fda_kind": "initial"})
    assert ticked(asked) == {"type.initial"}, "a request to the IRB elects nothing"
    said = {"elects_10a": "yes", "elects_10b": "no", "race": "asian,white"}
    assert ticked(replace(bare, answers=said)) == {"10a", "race.asian", "race.white"}
