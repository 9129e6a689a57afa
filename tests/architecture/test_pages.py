"""Pages are tables of contents: flat, short, and below them only the dashboard's parts."""

import ast
from pathlib import Path

import pytest

from dashboard import keys
from dashboard.navigation import PAGES

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "pages").glob("*.py"))


def _imported(tree: ast.Module) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_page_is_a_flat_script_under_80_lines(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.BinOp)
    assert not [node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]
    assert len(source.splitlines()) < 80


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_page_imports_only_streamlit_and_what_pages_share(file: Path) -> None:
    roots = {name.split(".")[0] for name in _imported(ast.parse(file.read_text(encoding="utf-8")))}
    assert roots <= {"streamlit", "dashboard"}


def test_the_table_of_pages_names_every_page_file_once() -> None:
    assert sorted(page.file for page in PAGES) == [f"pages/{file.name}" for file in FILES]
    assert len({page.address for page in PAGES}) == len(PAGES)
    assert PAGES[0].address == ""


@pytest.mark.parametrize("folder", ["dashboard", "services"])
def test_nothing_below_imports_a_page(folder: str) -> None:
    for file in (ROOT / folder).rglob("*.py"):
        roots = {name.split(".")[0] for name in _imported(ast.parse(file.read_text(encoding="utf-8")))}
        assert "pages" not in roots, file


def test_no_module_of_the_dashboard_bears_a_standard_librarys_name() -> None:
    # Streamlit puts dashboard/ first on the path: dashboard/queue.py would hide the real queue from everybody.
    import sys

    names = {file.stem for file in (ROOT / "dashboard").glob("*.py")} - {"__init__", "__main__"}
    names |= {folder.name for folder in (ROOT / "dashboard").iterdir() if folder.is_dir()} - {"__pycache__"}
    assert not names & set(sys.stdlib_module_names)


def test_only_the_clock_asks_for_the_time() -> None:
    forbidden = ("datetime.now", "date.today", "time.time(", "time.sleep(", "utcnow")
    for folder in ("dashboard", "services", "pages"):
        for file in (ROOT / folder).rglob("*.py"):
            place = file.relative_to(ROOT)
            # The sandbox and the launcher are programs of their own, with clocks of their own.
            if place.parts[:2] in {("services", "sandbox"), ("dashboard", "launcher")} or file.stem == "clock":
                continue
            source = file.read_text(encoding="utf-8")
            assert not [word for word in forbidden if word in source], place


def test_every_key_of_a_button_is_in_the_help_for_the_keys() -> None:
    used = set()
    for file in (ROOT / "dashboard").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        given = [given.value for call in calls for given in call.keywords if given.arg == "shortcut"]
        if file.name != "keys.py":
            # `keys.RUN.shortcut`, or what stands there.
            told = [eval(ast.unparse(value), {"keys": keys}) for value in given]
            used |= set(told) - {None}
    assert used == {key.shortcut for key in keys.KEYS}
