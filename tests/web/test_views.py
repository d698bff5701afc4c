"""Views of one's own of the case list: named where they are looked at, found above it, removed."""

from collections.abc import Callable

from make import Clinic
from pages import Page, Visitor

from casetrack.rules.people import Role
from casetrack.rules.views import MOST_VIEWS

SignIn = Callable[..., Visitor]
NARROWED = "/cases?drug=Zelvivint&life=all"
NAME, KEEP = "Name this view", "Keep this view"


def tabs(page: Page) -> dict[str, str]:
    return {a.text: a["href"] for a in page.all("nav.views a")}


def keep(visitor: Visitor, address: str, *, view_name: str, status: int = 303) -> Page:
    """Names what the list shows at this address."""
    asked = visitor.get(visitor.get(address).link(NAME))
    return visitor.press(asked, KEEP, view_name=view_name, status=status)


def test_what_is_looked_at_is_named_found_and_removed(sign_in: SignIn, clinic: Clinic) -> None:
    clinic.case(drug="Zelvivint", initials="Z.V.")
    clinic.case(drug="Other", initials="O.T.")
    rosa = sign_in()
    kept = keep(rosa, NARROWED, view_name="  All zelvivint ")
    assert "View kept: All zelvivint" in kept.text
    assert kept.one("nav.views [aria-current]").text == "All zelvivint"
    assert NAME not in kept.text, "it has its name"
    again = rosa.get(tabs(rosa.get("/cases"))["All zelvivint"])
    assert "Z.V." in again.text
    assert "O.T." not in again.text
    removed = rosa.press(again, "Remove this view : All zelvivint")
    assert "can be named again" in removed.text
    assert "All zelvivint" not in tabs(removed)
    assert "O.T." not in removed.text, "the filters stand"
    assert NAME in removed.text


def test_a_view_is_its_owners_only(sign_in: SignIn, clinic: Clinic) -> None:
    rosa, dana = sign_in(clinic.rosa), sign_in(Role.NURSE)
    own = keep(rosa, NARROWED, view_name="Hers")
    assert "Hers" not in tabs(dana.get("/cases"))
    address = str(own.form("Remove this view : Hers")["action"])
    stolen = dana.get("/cases").one("#sign-out [name=csrf]")["value"]
    assert dana.client.post(address, data={"csrf": stolen}).status_code == 404
    assert "Hers" in tabs(rosa.get("/cases"))


def test_a_view_needs_a_name_and_what_it_narrows_stays(sign_in: SignIn) -> None:
    rosa = sign_in()
    refused = keep(rosa, NARROWED, view_name=" ", status=422)
    assert refused.errors == ["Enter: name"]
    kept = rosa.press(refused, KEEP, view_name="Now")
    assert tabs(kept)["Now"] == "/cases?life=all&drug=Zelvivint"


def test_a_name_given_again_means_the_new_narrowing(sign_in: SignIn) -> None:
    rosa = sign_in()
    keep(rosa, NARROWED, view_name="Mine now")
    again = keep(rosa, "/cases?stage=4", view_name="Mine now")
    assert tabs(again)["Mine now"] == "/cases?life=open&stage=4"


def test_there_are_only_so_many_views(sign_in: SignIn) -> None:
    rosa = sign_in()
    for number in range(MOST_VIEWS):
        keep(rosa, f"/cases?drug=d{number}", view_name=f"View {number}")
    refused = keep(rosa, NARROWED, view_name="One more", status=422)
    assert "12 views already. Remove one of them first" in refused.errors[0]
    assert refused.one("#view_name")["value"] == "One more"


def test_filters_that_are_too_long_are_not_kept(sign_in: SignIn) -> None:
    refused = keep(sign_in(), f"/cases?drug={'ж' * 190}", view_name="Long", status=422)
    assert refused.errors == ["These filters are too long to be kept"]


def test_what_stands_above_the_list_anyway_is_not_named_again(sign_in: SignIn) -> None:
    rosa = sign_in()
    for usual in tabs(rosa.get("/cases")).values():
        assert NAME not in rosa.get(usual).text


def test_a_half_typed_name_is_kept_with_what_it_would_name(sign_in: SignIn) -> None:
    rosa = sign_in()
    told = rosa.keep(rosa.get(rosa.get(NARROWED).link(NAME)), KEEP, {"view_name": "All zel"})
    again = rosa.get(told["address"])
    assert again.one("#view_name")["value"] == "All zel"
    assert tabs(rosa.press(again, KEEP))["All zel"] == "/cases?life=all&drug=Zelvivint"
