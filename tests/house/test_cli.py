"""The command line as people and scripts meet it: status 0, 1 or 2, errors one line on stderr."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir, closing
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from databases import SqliteMill
from make import PASSWORD, Clinic
from shared_data import shared
from smtp import mail_server
from sqlalchemy import text

from casetrack import doctor, documents
from casetrack.cli import main
from casetrack.documents import printing
from casetrack.documents.press import Press
from casetrack.rules.workflow import TRANSITIONS
from casetrack.store import guards, migrate
from casetrack.store.acts import act, lock
from casetrack.store.commands.answers import root_of, write_answers
from casetrack.store.session import Store
from casetrack.store.tables import CLINIC_ID


class Shell:
    """Somebody at a shell. Commands run in this process, unless they are to be started anew."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("CASETRACK_")},
            "CASETRACK_DATA_DIR": str(folder / "data"),
            **({"CASETRACK_DATABASE_URL": database} if database else {}),
        }

    def run(
        self,
        *arguments: str,
        status: int = 0,
        stdin: str = "",
        printed: bool = False,
        anew: bool = False,
    ) -> str:
        ended, out, err = (self._anew if anew else self._here)(arguments, stdin)
        assert ended == status, (arguments, ended, err)
        if status == 0:
            assert err == ""
            return out
        assert err.startswith("casetrack: ")
        assert err.count("\n") == 1, err
        return out if printed else err

    def _here(self, arguments: tuple[str, ...], stdin: str) -> tuple[object, str, str]:
        mask = os.umask(0o022)
        with (
            chdir(self.folder),
            patch.dict(os.environ, self.env, clear=True),
            patch("sys.argv", ["casetrack", *arguments]),
            CliRunner().isolation(stdin) as (out, err, _),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        os.umask(mask)
        return ended.value.code, out.getvalue().decode(), err.getvalue().decode()

    def _anew(self, arguments: tuple[str, ...], stdin: str) -> tuple[object, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "casetrack.cli", *arguments],
            capture_output=True,
            text=True,
            input=stdin,
            env=self.env,
            cwd=self.folder,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def installed(shell: Shell, sqlite_mill: SqliteMill) -> None:
    """As after `db upgrade`."""
    database = shell.folder / "data" / "casetrack.sqlite"
    database.parent.mkdir(mode=0o700)
    shutil.copyfile(sqlite_mill.template, database)
    database.chmod(0o600)


class Lent(Press):
    """The press that is there; whoever closes it gives it back."""

    def __init__(self, press: Press) -> None:
        vars(self).update(vars(press))

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def one_press(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands in this process print at the press of the other tests; those started anew do not."""
    for module in (documents.press, printing, doctor):
        monkeypatch.setattr(module, "Press", lambda **_: Lent(press))


COMMANDS = [
    [],
    ["serve"],
    ["demo"],
    ["demo", "load"],
    ["db"],
    ["db", "upgrade"],
    ["db", "check"],
    ["user"],
    ["user", "add"],
    ["user", "list"],
    ["user", "disable"],
    ["user", "enable"],
    ["user", "password"],
    ["case", "list"],
    ["record", "read"],
    ["print"],
    ["verify"],
    ["clock"],
    ["due", "run"],
    ["mail", "send"],
    ["mail", "test"],
    ["workflow"],
    ["routes"],
    ["doctor"],
]
A_CHART = '{"resourceType": "Patient", "id": "p", "name": [{"family": "Sample"}]}'


@pytest.mark.usefixtures("installed")
def test_started_by_a_shell_it_ends_with_the_same_words_and_status(shell: Shell) -> None:
    add = ("user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin")
    added = shell.run(*add, "--password-stdin", stdin=f"{PASSWORD}\n", anew=True)
    assert added.startswith("Ada can sign in")
    for chart, status in ((A_CHART, 0), ("no chart", 2)):
        read = shell.run("record", "read", "-", stdin=chart, status=status, anew=True)
        assert read == shell.run("record", "read", "-", stdin=chart, status=status)


def test_every_command_has_help_and_every_mistake_is_one_line(shell: Shell) -> None:
    for command in COMMANDS:
        assert "Usage:" in shell.run(*command, "--help")
    for wrong in (
        ["nonsense"],
        ["case", "nonsense"],
        ["record", "read"],
        ["user", "disable"],
        ["print", "EA-2026-001"],
        ["serve", "--port", "no"],
        ["clock", "ind_in_effect"],
        ["clock", "nonsense", "2026-10-20"],
        ["clock", "ind_in_effect", "2026-02-30"],
        ["clock", "ind_in_effect", "9999-12-31"],
    ):
        shell.run(*wrong, status=2)


def test_a_new_installation_starts_with_no_account_and_adds_the_first(shell: Shell) -> None:
    assert "run: casetrack db upgrade" in shell.run("db", "check", status=2)
    assert "revision" in shell.run("db", "upgrade")
    shell.run("db", "upgrade")
    shell.run("db", "check")
    assert "no accounts" in shell.run("user", "list")
    add = [
        "user",
        "add",
        "--email",
        "ada@example.org",
        "--name",
        "Ada",
        "--role",
        "admin",
        "--password-stdin",
    ]
    assert "characters" in shell.run(*add, status=2, stdin="short\n")
    assert "Ada can sign in" in shell.run(*add, stdin=f"{PASSWORD}\n")
    assert "already an account" in shell.run(*add, status=2, stdin=f"{PASSWORD}\n")
    assert "there is no role" in shell.run(
        *add[:-2], "chief", "--password-stdin", status=2, stdin="x\n"
    )
    assert json.loads(shell.run("user", "list", "--json"))[0]["roles"] == ["admin"]
    assert "last administrator" in shell.run("user", "disable", "ada@example.org", status=2)
    assert "no account" in shell.run("user", "disable", "nobody@example.org", status=2)
    assert "not disabled" in shell.run("user", "enable", "ada@example.org", status=2)
    assert json.loads(shell.run("case", "list", "--json")) == []
    data = Path(shell.env["CASETRACK_DATA_DIR"])
    assert data.stat().st_mode & 0o077 == 0


def test_cases_are_listed_with_stage_owner_and_next(
    clinic: Clinic, database: str, tmp_path: Path
) -> None:
    code = clinic.case()
    shell = Shell(tmp_path, database)
    listed = json.loads(shell.run("case", "list", "--json"))
    assert [(c["code"], c["stage"], c["owner"], c["next"]) for c in listed] == [
        (code, 1, "Rosa Ortiz", "Call the company")
    ]
    assert code in shell.run("case", "list")
    assert "0 problems" in shell.run("verify") or "no problems" in shell.run("verify")


def test_verify_fails_when_the_history_was_changed(
    clinic: Clinic, database: str, tmp_path: Path
) -> None:
    clinic.case()
    on = "" if clinic.store.engine.dialect.name == "sqlite" else " ON events"
    with clinic.store.writing() as db:
        db.execute(text(f"DROP TRIGGER events_no_update{on}"))
        db.execute(text("UPDATE events SET actor_name = 'nobody' WHERE seq = 1"))
        db.commit()
    shell = Shell(tmp_path, database)
    assert "guards of the history are missing" in shell.run("verify", status=2)
    with clinic.store.writing() as db:
        for statement in guards.create(clinic.store.engine.dialect.name):
            if "events_no_update" in statement and "CREATE TRIGGER events_no_update" in statement:
                db.execute(text(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")))
        db.commit()
    assert not migrate.missing_guards(clinic.store)
    said = shell.run("verify", status=1)
    assert "not whole" in said


def test_the_daily_pass_runs_twice_and_letters_need_a_mail_server(
    clinic: Clinic, database: str, tmp_path: Path
) -> None:
    shell = Shell(tmp_path, database)
    clinic.case()
    with clinic.store.writing() as db:
        db.execute(text("DELETE FROM agenda"))
        db.commit()
    assert "The daily pass over all dates has not run yet" in shell.run("doctor")
    assert shell.run("due", "run") == "All dates checked: 1 put right, mail is off, 0 purged\n"
    assert shell.run("due", "run") == "All dates checked: 0 put right, mail is off, 0 purged\n"
    assert "daily pass" not in shell.run("doctor")
    assert "mail is off" in shell.run("mail", "send", status=2)
    assert "mail is off" in shell.run("mail", "test", "a@b.example", status=2)
    with mail_server() as server:
        shell.env |= {
            "CASETRACK_MAIL_HOST": "127.0.0.1",
            "CASETRACK_MAIL_PORT": str(server.port),
            "CASETRACK_MAIL_SECURITY": "none",
            "CASETRACK_MAIL_FROM": "desk@clinic.example",
        }
        assert "took it for a@b.example" in shell.run("mail", "test", "a@b.example")
        server.answers["RCPT"] = "550 no such user"
        assert "550 no such user" in shell.run("mail", "test", "a@b.example", status=1)
        server.answers.clear()
        assert shell.run("mail", "send") == "0 sent, 0 not\n"
        assert [letter["To"] for letter in server.taken] == ["a@b.example"]


def test_a_chart_is_read_without_any_database(shell: Shell) -> None:
    said = json.loads(
        shell.run("record", "read", str(shared("fhir/desmoid_synthetic_a.json")), "--json")
    )
    assert said["format"] == "FHIR R4 JSON"
    assert said["patient"]["name"] == "Marisol Ada Testcase-Okafor"
    assert said["patient"]["deceased"] is False
    assert {"what", "why"} <= set(said["left_out"][0])
    for key in (
        "conditions",
        "medications",
        "procedures",
        "allergies",
        "biomarkers",
        "performance_status",
        "measurements",
        "labs",
    ):
        assert all("source" in one for one in said[key])
    assert not Path(shell.env["CASETRACK_DATA_DIR"]).exists()
    shell.run("record", "read", str(shared("hostile/json/deep_array.json")), "--json", status=2)
    assert "cannot be read" in shell.run("record", "read", "missing.json", status=2)
    assert "cannot be read" in shell.run("record", "read", str(shell.folder), status=2)


def test_an_endless_file_is_refused_after_its_first_part(shell: Shell) -> None:
    assert "larger than 32 MB" in shell.run("record", "read", "/dev/zero", status=2)


@pytest.mark.parametrize("url", ["mysql://x/y", "oracle://x/y", "nonsense", "postgres://x/y"])
def test_a_database_of_another_kind_is_refused_in_a_sentence(tmp_path: Path, url: str) -> None:
    assert "database_url must be like" in Shell(tmp_path, url).run("case", "list", status=2)


@pytest.mark.parametrize(
    ("into", "why"),
    [("> /dev/full", "No space left on device"), (">&-", "there is no standard output")],
)
def test_an_answer_that_cannot_be_written_is_said(shell: Shell, into: str, why: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m casetrack.cli clock --list {into}"],
        capture_output=True,
        text=True,
        env=shell.env,
        check=False,
    )
    said = f"casetrack: the answer cannot be written: {why}\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.usefixtures("installed")
def test_what_no_case_account_or_version_can_be_called_is_one_line(shell: Shell) -> None:
    paper = ("question-list", "--out", "a.pdf")
    assert "is not plain text" in shell.run("print", "EA-\udcff", *paper, status=2)
    assert "is not plain text" in shell.run("user", "disable", "\udcff@example.org", status=2)
    huge = ("--version", "99999999999999999999")
    assert "not in the range" in shell.run("print", "EA-2026-001", *paper, *huge, status=2)


def test_nothing_asked_is_answered_with_the_help(shell: Shell) -> None:
    assert "Commands:" in shell.run()
    assert "Commands:" in shell.run("user")


@pytest.mark.usefixtures("installed")
def test_a_password_is_never_asked_for_where_it_would_be_seen(shell: Shell) -> None:
    add = ("user", "add", "--email", "ada@example.org", "--name", "Ada", "--role", "admin")
    assert "--password-stdin" in shell.run(*add, stdin=PASSWORD, status=2)


@pytest.mark.usefixtures("installed")
def test_a_port_that_is_taken_is_said_before_anything_is_served(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = shell.run("serve", "--port", str(port), status=2)
    assert refused.startswith(
        f"casetrack: port {port} of 127.0.0.1 cannot be used: Address already"
    )


def test_the_workflow_and_the_routes_print_themselves(shell: Shell) -> None:
    drawn = shell.run("workflow", "--mermaid")
    assert drawn.startswith("stateDiagram-v2")
    assert all(transition.button in drawn for transition in TRANSITIONS)
    routes = json.loads(shell.run("routes", "--json"))
    assert {"address", "method", "permission"} == set(routes[0])
    assert {"address": "/cases/<code>", "method": "GET", "permission": "see the case"} in routes


def test_printing_needs_a_case_and_a_known_document(
    clinic: Clinic, database: str, tmp_path: Path
) -> None:
    code = clinic.case()
    shell = Shell(tmp_path, database)
    out = tmp_path / "packet.pdf"
    assert "there is no document" in shell.run("print", code, "poem", "--out", str(out), status=2)
    assert "there is no case" in shell.run(
        "print", "EA-1999-001", "manufacturer-request", "--out", str(out), status=2
    )
    assert "no frozen version" in shell.run(
        "print", code, "manufacturer-request", "--version", "3", "--out", str(out), status=2
    )
    nowhere = tmp_path / "none" / "packet.pdf"
    assert "cannot be written: No such file" in shell.run(
        "print", code, "manufacturer-request", "--out", str(nowhere), status=2
    )
    shell.run("print", code.lower(), "manufacturer-request", "--out", str(out))
    assert out.read_bytes().startswith(b"%PDF-")


def test_wrong_settings_and_addresses_are_one_line(shell: Shell, tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("idle_minutes = 1")
    assert "setting idle_minutes" in shell.run("--config", str(config), "user", "list", status=2)
    shell.env["CASETRACK_DATABASE_URL"] = "nonsense"
    assert "database_url" in shell.run("user", "list", status=2)
    shell.env["CASETRACK_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    assert "does not answer" in shell.run("user", "list", status=2)


@pytest.mark.usefixtures("installed")
def test_the_doctor_names_what_is_unsafe_with_its_cure(shell: Shell) -> None:
    shell.env["CASETRACK_BASE_URL"] = "http://casetrack.example"
    data = Path(shell.env["CASETRACK_DATA_DIR"])
    data.chmod(0o755)
    found = json.loads(shell.run("doctor", "--json", status=1, printed=True))
    unsafe = [f for f in found if f["level"] == "unsafe"]
    assert any("without TLS" in f["what"] for f in unsafe)
    assert any("can read" in f["what"] and f["cure"].startswith("chmod") for f in unsafe)
    assert any("Nobody can sign in" in f["what"] for f in found)
    assert any("Papers can be printed" in f["what"] for f in found)
    assert any("Look-ups are on" in f["what"] and "eutils" in f["what"] for f in found)


def test_the_doctor_sees_a_missing_guard(
    clinic: Clinic, database: str, tmp_path: Path, store: Store
) -> None:
    assert clinic.rosa
    on = "" if store.engine.dialect.name == "sqlite" else " ON answers"
    with store.writing() as db:
        db.execute(text(f"DROP TRIGGER answers_no_delete{on}"))
        db.commit()
    shell = Shell(tmp_path, database)
    found = json.loads(shell.run("doctor", "--json", status=1, printed=True))
    assert any("answers_no_delete" in f["what"] for f in found)


def in_the_middle(file: Path) -> None:
    """Writes over most of the pages, and leaves the first as it was."""
    with file.open("r+b") as pages:
        pages.seek(8_192)
        pages.write(b"\xff" * (file.stat().st_size - 8_192))


@pytest.mark.parametrize("spoil", [in_the_middle, lambda file: file.write_text("no database")])
@pytest.mark.usefixtures("installed")
def test_a_damaged_database_is_named_in_one_sentence(
    shell: Shell, spoil: Callable[[Path], object]
) -> None:
    spoil(shell.folder / "data" / "casetrack.sqlite")
    for command in (["verify"], ["db", "upgrade"], ["db", "check"], ["user", "list"], ["serve"]):
        assert "is damaged; restore it from a backup" in shell.run(*command, status=2)
    found = json.loads(shell.run("doctor", "--json", status=1, printed=True))
    assert "the database is damaged" in found[0]["what"]


@pytest.mark.usefixtures("installed")
def test_a_database_of_a_later_casetrack_is_left_alone(shell: Shell) -> None:
    file = shell.folder / "data" / "casetrack.sqlite"
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    for command in (("case", "list"), ("db", "check"), ("db", "upgrade"), ("demo", "load")):
        assert "of a later casetrack" in shell.run(*command, status=2)
    assert "was here before" in shell.run("doctor", status=1, printed=True)


@pytest.mark.usefixtures("installed")
def test_doctor_names_a_misspelled_variable(shell: Shell) -> None:
    shell.env |= {"CASETRACK_IDLE_MINUTE": "60", "casetrack_proxies": "0"}
    found = json.loads(shell.run("doctor", "--json", status=1, printed=True))
    wrong = [one for one in found if one["level"] == "unsafe"]
    assert [one["what"] for one in wrong] == [
        "The environment variable CASETRACK_IDLE_MINUTE is no setting."
    ]
    assert wrong[0]["cure"] == "Name it CASETRACK_IDLE_MINUTES."


def test_a_clock_is_counted_with_every_skipped_day_by_name(shell: Shell) -> None:
    rules = {one["key"]: one for one in json.loads(shell.run("clock", "--list", "--json"))}
    assert all(
        set(one) >= {"key", "unit", "days", "anchor", "cites"}
        and one["unit"] in ("working", "calendar")
        for one in rules.values()
    )
    for key, rule in rules.items():
        said = json.loads(shell.run("clock", key, "2026-06-01", "--json"))
        assert said["due"] > "2026-06-01"
        if rule["unit"] == "calendar" and not rule["months"]:
            assert date.fromisoformat(said["due"]) == date(2026, 6, 1) + timedelta(rule["days"])
    assert rules["emergency_submission"]["anchor"] == "fda_permitted_on"
    said = json.loads(shell.run("clock", "emergency_submission", "2026-10-30", "--json"))
    assert said["due"] == "2026-11-23"
    assert {"day": "2026-11-11", "name": "Veterans Day"} in said["skipped"]
    told = shell.run("clock", "annual-report", "4/1/2026")
    assert told.startswith("Due Mon 2027-05-31")
    assert "Memorial Day; the date is not moved" in told


def test_a_clock_counts_by_the_length_that_the_clinic_keeps(
    sqlite_mill: SqliteMill, tmp_path: Path
) -> None:
    with sqlite_mill.fresh() as url, closing(Store(url)) as store:
        rosa = Clinic(store).rosa
        with store.writing() as db:
            said = {"rule_emergency_submission_days": "10"}
            root = root_of(db, CLINIC_ID)
            with act(db, lock(db, CLINIC_ID), by=rosa, action="rule-changed") as changing:
                write_answers(changing, root, said)
            db.commit()
        shell = Shell(tmp_path, url)
        said = json.loads(shell.run("clock", "emergency_submission", "2026-10-30", "--json"))
        assert said["due"] == "2026-11-16"
        rules = {one["key"]: one for one in json.loads(shell.run("clock", "--list", "--json"))}
        assert rules["emergency_submission"]["days"] == 10


def test_the_fields_of_a_form_are_listed_for_its_mapping(shell: Shell) -> None:
    form = str(shared("forms/FDA-3500_2015-10_fillable.pdf"))
    found = json.loads(shell.run("form-fields", form, "--json"))
    assert len(found) == 152
    assert {"text", "tick"} == {field["kind"] for field in found}
    broken = str(shared("hostile/pdf/habibi.pdf"))
    assert "no fillable form" in shell.run("form-fields", broken, status=2)
    assert "cannot be read" in shell.run("form-fields", "/nowhere.pdf", status=2)


def test_a_folder_that_is_not_there_is_not_made_by_looking_into_it(shell: Shell) -> None:
    assert "holds no database; run: casetrack db upgrade" in shell.run("case", "list", status=2)
    assert not (shell.folder / "data").exists()
    shell.run("db", "upgrade")
    assert shell.run("case", "list") == "There are no cases\n"


def test_a_database_that_cannot_be_opened_says_why(shell: Shell) -> None:
    (shell.folder / "data" / "casetrack.sqlite").mkdir(parents=True)
    said = shell.run("case", "list", status=2)
    assert said == "casetrack: the database does not answer: unable to open database file\n"


@pytest.mark.usefixtures("installed")
def test_a_secret_that_cannot_be_read_is_named(shell: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:  # somebody may look at the demonstration
        port = str(free.getsockname()[1])
    (shell.folder / "data" / "secret").mkdir()
    told = shell.run("serve", "--port", port, status=2, printed=False)
    assert "secret cannot be used: Is a directory" in told


def test_a_chart_comes_in_through_a_pipe(shell: Shell) -> None:
    read = json.loads(shell.run("record", "read", "-", "--json", stdin=A_CHART))
    assert read["patient"]["name"] == "Sample"
