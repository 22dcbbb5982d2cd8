"""Checks the form of the sources: clang-format, ruff, lit files, clang-tidy.

Prints every finding and exits with 1 if there is one.
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*patterns):
    """Files of the checkout that git tracks."""
    output = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    return [ROOT / line for line in output.splitlines()]


def check_clang_format(options):
    sources = [str(p) for p in tracked("*.h", "*.cpp")]
    command = [f"{options.llvm}/bin/clang-format", *(["-i"] if options.fix else ["-n", "-Werror"])]
    return subprocess.run([*command, *sources], cwd=ROOT).returncode == 0


def check_ruff(options):
    fix = ["--fix"] if options.fix else []
    check = subprocess.run([sys.executable, "-m", "ruff", "check", *fix, "."], cwd=ROOT)
    form = subprocess.run(
        [sys.executable, "-m", "ruff", "format", *([] if options.fix else ["--check"]), "."],
        cwd=ROOT,
    )
    return check.returncode == 0 and form.returncode == 0


def check_lit_files(options):
    """A RUN line without a checker tests nothing, whatever CHECK lines say."""
    checkers = re.compile(
        r"FileCheck|-verify-diagnostics|--verify-roundtrip|not |diff|cmp|"
        r"%python|per-consumer|grep"
    )
    good = True
    for path in tracked("test/*.mlir", "test/*.test"):
        text = path.read_text()
        if "Inputs" in path.parts:
            continue
        runs = re.findall(r"RUN:(.*(?:\\\n.*RUN:.*)*)", text)
        if not runs or not any(checkers.search(run) for run in runs):
            print(f"{path.relative_to(ROOT)}: no RUN line that checks anything")
            good = False
        if re.search(r"//\s*CHECK", text) and "FileCheck" not in text:
            print(f"{path.relative_to(ROOT)}: CHECK lines that nothing reads")
            good = False
    return good


def check_clang_tidy(options):
    database = json.loads((options.build / "compile_commands.json").read_text())
    folders = tuple(f"{ROOT}/{folder}/" for folder in ("lib", "tools", "test/lib"))
    sources = [e["file"] for e in database if e["file"].startswith(folders)]

    def run(source):
        return subprocess.run(
            [f"{options.llvm}/bin/clang-tidy", "-p", options.build, "--quiet", source],
            capture_output=True,
            text=True,
        )

    good = True
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (source, result) in enumerate(
            zip(sources, pool.map(run, sources), strict=True), 1
        ):
            print(f"[{number}/{len(sources)}] {os.path.relpath(source, ROOT)}", flush=True)
            if result.returncode:
                print(result.stdout)
                good = False
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, required=True, help="a build folder")
    parser.add_argument("--llvm", required=True, help="where LLVM 22 is installed")
    parser.add_argument("--tidy", action="store_true", help="run clang-tidy too (minutes)")
    parser.add_argument("--fix", action="store_true", help="rewrite the files that differ")
    options = parser.parse_args()
    checks = [check_clang_format, check_ruff, check_lit_files]
    if options.tidy:
        checks.append(check_clang_tidy)
    results = [check(options) for check in checks]
    for check, good in zip(checks, results, strict=True):
        print(f"{check.__name__.removeprefix('check_'):14s} {'ok' if good else 'FAILED'}")
    sys.exit(not all(results))


if __name__ == "__main__":
    main()
