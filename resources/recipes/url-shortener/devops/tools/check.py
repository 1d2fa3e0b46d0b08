#!/usr/bin/env python3
"""Style and consistency checks that CI runs besides the tests. Exit code 1 on any finding."""

from __future__ import annotations

import ast
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "shortener"
MAX_LINE = 100

Finding = tuple[Path, int, str]


def files(pattern: str, *folders: str) -> Iterator[Path]:
    """The files below some folders of the project, sorted."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob(pattern))


def check_layout(path: Path, text: str) -> Iterator[Finding]:
    """Tabs, trailing blanks, long lines, the newline at the end."""
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            yield path, number, "tab; indent with spaces"
        if line != line.rstrip():
            yield path, number, "trailing whitespace"
        if len(line) > MAX_LINE:
            yield path, number, f"line has {len(line)} characters; {MAX_LINE} at most"
    if text and not text.endswith("\n"):
        yield path, text.count("\n") + 1, "no newline at the end of the file"


def unused_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Names that are imported and never mentioned again, not even in a quoted annotation."""
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            used.update(re.findall(r"\w+", node.value) if len(node.value) < 60 else ())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                name = (alias.asname or alias.name).partition(".")[0]
                if name not in used:
                    yield node.lineno, name


def check_python(path: Path, text: str) -> Iterator[Finding]:
    """Compiles the file and looks for what does not belong into it."""
    try:
        compile(text, str(path), "exec")
    except SyntaxError as error:
        yield path, error.lineno or 1, f"does not compile: {error.msg}"
        return
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        yield path, 1, "module has no docstring"
    for line, name in unused_imports(tree):
        yield path, line, f"{name} is imported but not used"
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield path, node.lineno, "bare except; name the exception"
        if not path.is_relative_to(PACKAGE):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) \
                and node.func.id in {"print", "breakpoint"}:
            yield path, node.lineno, f"{node.func.id}() in the service; use logging"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_") \
                and node.col_offset == 0 and not ast.get_docstring(node):
            yield path, node.lineno, f"{node.name} is public and has no docstring"


def check_routes() -> Iterator[Finding]:
    """Every module of routes and middleware has a test module of the same name."""
    for folder in ("routes", "middleware"):
        for path in sorted((PACKAGE / folder).glob("*.py")):
            if path.stem != "__init__" and not (ROOT / "tests" / f"test_{path.stem}.py").exists():
                yield path, 1, f"has no test; expected tests/test_{path.stem}.py"


def check_pages() -> Iterator[Finding]:
    """The content security policy forbids inline script and style; so do we."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    for path in files("*.html", "src"):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if inline.search(line):
                yield path, number, "inline script or style; move it to static/"


def tables(script: str) -> set[tuple[str, str]]:
    """What a script creates, as SQLite sees it, without comments and spacing."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(script)
        rows = database.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {(name, " ".join(re.sub(r"--.*", "", sql).split())) for name, sql in rows}


def check_database() -> Iterator[Finding]:
    """Migrations are numbered without a gap and add up to the schema."""
    schema = ROOT / "db" / "schema.sql"
    migrations = list(files("*.sql", "db/migrations"))
    for number, path in enumerate(migrations, 1):
        if not path.name.startswith(f"{number:04}_"):
            yield path, 1, f"expected a name that starts with {number:04}_"
            return
    try:
        built = tables("\n".join(path.read_text("utf-8") for path in migrations))
        written = tables(schema.read_text("utf-8"))
    except sqlite3.Error as error:
        yield schema, 1, f"SQL does not run: {error}"
        return
    for name, _ in sorted(built ^ written):
        yield schema, 1, f"{name} differs between schema.sql and the migrations"


def main() -> int:
    """Prints every finding as path:line: text."""
    findings: list[Finding] = []
    sources = [*files("*.py", "src", "tests", "tools")]
    for path in sources:
        text = path.read_text("utf-8")
        findings += check_layout(path, text)
        findings += check_python(path, text)
    for pattern in ("*.sql", "*.html", "*.css", "*.js"):
        for path in files(pattern, "src", "db"):
            findings += check_layout(path, path.read_text("utf-8"))
    findings += check_routes()
    findings += check_pages()
    findings += check_database()
    for path, line, text in findings:
        print(f"{path.relative_to(ROOT)}:{line}: {text}")
    print(f"{len(sources)} Python files checked, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
