"""The house itself: docs that cannot grow old, settings that agree, files one can read."""

import ast
import tomllib
from pathlib import Path

import pytest

from casetrack.rules.pages import every_page
from casetrack.settings import Settings, SettingsRefused, load

ROOT = Path(__file__).parent.parent.parent
LONGEST_FILE = 420
LONGEST_FUNCTION = 60


def sources() -> list[Path]:
    return sorted((ROOT / "casetrack").rglob("*.py"))


@pytest.fixture(scope="module")
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in sources()}


@pytest.mark.parametrize("name", list(every_page()))
def test_the_generated_pages_are_fresh(name: str) -> None:
    assert (ROOT / "docs" / name).read_text() == every_page()[name], "run `make docs`"


def test_the_map_names_every_part_of_the_law() -> None:
    told = (ROOT / "docs" / "architecture.md").read_text()
    parts = [part for part in (ROOT / "casetrack" / "rules").iterdir() if part.name[0] not in "_."]
    names = [f"{part.name}/" if part.is_dir() else part.name for part in parts]
    code = [name for name in names if name.endswith((".py", "/"))]
    assert [n for n in code if f"`{n}`" not in told and not n.endswith("_doubts.py")] == []


def test_the_example_shows_every_setting_with_its_default() -> None:
    shown = tomllib.loads((ROOT / "config.example.toml").read_text())
    fields = Settings.model_fields
    assert set(shown) == set(fields)
    example = Settings(**shown)
    assert example == Settings()


def test_a_misspelled_or_impossible_setting_is_refused_in_one_line(tmp_path: Path) -> None:
    for text, says in (
        ("clinc_name = 'x'", "setting clinc_name"),
        ("idle_minutes = 2", "setting idle_minutes"),
        ("time_zone = 'Mars/Olympus'", "is not a time zone"),
        ("not toml at all", "cannot be read"),
    ):
        path = tmp_path / "config.toml"
        path.write_text(text)
        with pytest.raises(SettingsRefused, match=says) as refused:
            load(path)
        assert "\n" not in str(refused.value)
    with pytest.raises(SettingsRefused, match="cannot be read"):
        load(tmp_path / "missing.toml")


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("clinic_name = 'From the file'\nidle_minutes = 20")
    monkeypatch.setenv("CASETRACK_CLINIC_NAME", "From the environment")
    monkeypatch.setenv("CASETRACK_DATA_DIR", str(tmp_path))
    settings = load(path)
    assert (settings.clinic_name, settings.idle_minutes) == ("From the environment", 20)
    assert settings.data_dir == tmp_path
    assert settings.database == f"sqlite:///{tmp_path / 'casetrack.sqlite'}"


def test_files_and_functions_can_be_read_in_one_sitting(parsed: dict[Path, ast.Module]) -> None:
    long_files = [
        (p.name, n) for p in sources() if (n := len(p.read_text().splitlines())) > LONGEST_FILE
    ]
    assert long_files == []
    long_functions = []
    for path, module in parsed.items():
        for node in ast.walk(module):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION and node.name != "build":
                    long_functions.append((path.name, node.name, length))
    assert long_functions == []


def test_every_module_opens_with_what_it_promises(parsed: dict[Path, ast.Module]) -> None:
    silent = [
        path
        for path, module in parsed.items()
        if path.read_text().strip() and not ast.get_docstring(module)
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_every_library_by_hash_and_names_no_address(name: str) -> None:
    lines = (ROOT / name).read_text().splitlines()
    pinned = [line for line in lines if "==" in line]
    assert len(pinned) > 20
    assert all(line.endswith("\\") for line in pinned), "a hash follows each one"
    assert not any("://" in line or line.startswith("--index") for line in lines)


def test_no_template_marks_data_as_safe() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert "|safe" not in text, path
        assert "| safe" not in text, path
        assert "autoescape false" not in text, path
