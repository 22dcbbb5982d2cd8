"""Parses and verifies the ```mlir examples of Markdown files.

    check_examples.py PER_OPT FILE...

An example is a module, a list of ops or one attribute. Ops may use values that
they do not define: those become arguments of a function, of the type that
stands with the use (`(%a, %b : T, U)`, or in generic form), or `index` where no
type does. A block with an ellipsis is a sketch and is left out. Prints the number
of examples of each file; fails if one is not valid, or if an entry (an op, an
attribute, a pass) has none.
"""

import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"^```mlir\n(.*?)^```", re.M | re.S)
USE = re.compile(r"%\w+")
DEFINITION = re.compile(r"^\s*(%\w+)(?::\d+)? =", re.M)
TYPED = re.compile(r"\(((?:%\w+(?:, )?)+) : ([^()]+)\)")
GENERIC = re.compile(r'"[\w.]+"\(((?:%\w+(?:, )?)+)\).*?:\s*\(([^()]*)\) ->', re.S)


ENTRY = re.compile(r"^### (.+?)$", re.M)


def entries_without_example(text):
    """Headings of entries; enums are part of their attribute's."""
    text = text.split("\n## Enums\n")[0]
    _, *parts = ENTRY.split(text)
    return [
        title for title, body in zip(parts[::2], parts[1::2], strict=True) if not BLOCK.search(body)
    ]


def split_types(text):
    """The types of a list; a comma inside of <> separates none."""
    return [t.strip() for t in re.split(r",(?![^<]*>)", text)]


def arguments(text):
    """The function arguments that make a list of ops complete, in order."""
    types = {}
    for values, of_values in TYPED.findall(text) + GENERIC.findall(text):
        types.update(zip(values.split(", "), split_types(of_values), strict=True))
    defined = set(DEFINITION.findall(text))
    free = dict.fromkeys(v for v in USE.findall(text) if v not in defined)
    return ", ".join(f"{value}: {types.get(value, 'index')}" for value in free)


def as_module(text):
    if text.lstrip().startswith("#"):
        return f'"example"() {{attribute = {text.strip()}}} : () -> ()\n'
    if re.search(r"^\s*(func\.func|module)\b", text, re.M):
        return text
    body = " ".join(text.splitlines(keepends=True))
    return f"func.func @example({arguments(text)}) {{\n {body}  return\n}}\n"


def main(per_opt, *files):
    failed = False
    for file in map(pathlib.Path, files):
        text = file.read_text()
        examples = [m for m in BLOCK.finditer(text) if "..." not in m.group(1)]
        for entry in entries_without_example(text):
            failed = True
            print(f"{file.name}: {entry} has no example")
        for match in examples:
            module = as_module(match.group(1))
            result = subprocess.run(
                [per_opt, "--allow-unregistered-dialect", "-"],
                input=module,
                capture_output=True,
                text=True,
            )
            if result.returncode:
                failed = True
                line = text.count("\n", 0, match.start()) + 1
                print(f"{file}:{line}: example is not valid\n{module}{result.stderr}")
        print(f"{file.name}: {len(examples)} examples")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
