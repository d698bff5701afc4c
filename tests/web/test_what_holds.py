"""The checks that every page goes through find what they are for."""

import pytest
from holds import faults
from selectolax.lexbor import LexborHTMLParser

PAGE = """<!doctype html>
<html lang="en"><head><title>Error: Help – casetrack</title>
<script src="/static/app.js"></script></head>
<body><h1>Help</h1>
<form method="post" novalidate>
<div class="error-summary"><a href="#weight">Enter a number</a></div>
<input type="hidden" name="csrf" value="x">
<label for="weight">Weight</label><input id="weight" name="weight"
aria-describedby="hint weight-error" aria-invalid="true"><p id="hint" class="hint">In kilograms</p>
<p class="field-error" id="weight-error">Error: Enter a number</p>
<fieldset><legend>Sex</legend><label for="f">F</label><input type="radio" name="sex" id="f">
</fieldset><button>Save</button></form>
<table><caption>Cases</caption><tbody><tr><th scope="col">Code</th></tr>
<tr><td>1</td></tr></tbody></table>
</body></html>"""


def wrong_with(html: str) -> list[str]:
    return faults(html, LexborHTMLParser(html))


def test_a_page_as_it_should_be_has_no_fault() -> None:
    assert wrong_with(PAGE) == []


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("<h1>Help</h1>", "", "0 h1"),
        ("<h1>Help</h1>", "<h1>Help</h1><h1>Help</h1>", "2 h1"),
        ("casetrack</title>", "</title>", "no title"),
        ("<h1>", "<h1 id='hint'>", "id hint twice"),
        ('for="weight"', 'for="height"', "label for nothing: height"),
        ('for="weight"', 'for="hint"', "no label for weight"),
        ("<label", "<input name='a'><label", "no label for a"),
        ("<label", "<select name='a'></select><label", "no label for a"),
        ('describedby="hint', 'describedby="hint more', "described by nothing: more"),
        ('describedby="hint ', 'describedby="', "tied to no field: hint"),
        (" weight-error", "", "tied to no field: weight-error"),
        ('aria-invalid="true"', "", "an error on a field that is not called invalid"),
        ("<legend>Sex</legend>", "", "a choice without its question: sex"),
        (" novalidate", "", "a form with the browser's own bubbles"),
        ('href="#weight"', 'href="#height"', "an error that leads nowhere: Enter a number"),
        ("Error: Enter", "Error: Give", "said otherwise beside its field: Enter a number"),
        ("<h1>", '<h1 style="color: red">', "style on h1"),
        ("<h1>", '<h1 onclick="go()">', "onclick on h1"),
        ("</head>", "<style>p {}</style></head>", "a style element"),
        (' src="/static/app.js"', "", "inline script"),
        ("<caption>Cases</caption>", "", "a table without caption"),
        (' scope="col"', "", "th without scope: Code"),
        ('name="csrf"', 'name="other"', "a form without csrf"),
        ("<p id", "<p><div></div></p><p id", "invalid HTML"),
        ("<td>1</td>", "<td>&nonsense;</td>", "invalid HTML"),
        ("<td>1</td>", "<td>\x01</td>", "invalid HTML"),
        ("<td>1</td>", '<input type="hidden">', "invalid HTML"),
        ("<td>1</td>", "<td>1</td>2", "invalid HTML"),
        ("<td>1</td>", "<td>1", "invalid HTML"),
        ("<td>1</td>", "<td>1</td></div>", "invalid HTML"),
        ("<td>1</td>", "<td>1 & 2</td>", "invalid HTML"),
        ("<td>1</td>", "<td>1 < 2</td>", "invalid HTML"),
        ("<td>1</td>", "<td><div/></td>", "invalid HTML"),
        ("<td>1</td>", "<td><b>1<i>2</b></i></td>", "invalid HTML"),
        ("<td>1</td>", "<td><p>1<ul></ul></td>", "invalid HTML"),
        ("<td>1</td>", "<td>1</td></tr></tbody><div></div>", "invalid HTML"),
        ("<td>1</td>", '<td class="a" class="b">1</td>', "invalid HTML"),
        ("<td>1</td>", "<td class='a'>1</td>", "invalid HTML"),
        ("<td>1</td>", "<td class=a>1</td>", "invalid HTML"),
        ("<td>1</td>", '<td class="a"id="b">1</td>', "invalid HTML"),
        ("<button>", '<form method="get"></form><button>', "invalid HTML"),
        ("<table>", '<a href="/"><a href="/">1</a></a><table>', "invalid HTML"),
        ("<!doctype html>", "", "invalid HTML"),
    ],
)
def test_each_fault_is_found_on_a_page_like_one_that_had_none(
    right: str, wrong: str, fault: str
) -> None:
    wrong_with(PAGE)
    spoiled = PAGE.replace(right, wrong)
    assert spoiled != PAGE
    assert any(one.startswith(fault) for one in wrong_with(spoiled))
