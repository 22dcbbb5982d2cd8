"""The code in docs/adding-a-regularizer.md is the code that the tests compile."""

import re

import pytest
from execution import SOURCE

GUIDE = (SOURCE / "docs/adding-a-regularizer.md").read_text()
SOURCES = {"tablegen": "test/lib/ExampleRegularizer.td", "c++": "test/lib/ExampleRegularizer.cpp"}


@pytest.mark.parametrize("language", SOURCES)
def test_blocks_are_in_the_compiled_source(language):
    blocks = re.findall(rf"^```{re.escape(language)}\n(.*?)^```", GUIDE, re.M | re.S)
    source = (SOURCE / SOURCES[language]).read_text()
    assert blocks
    assert all(block in source for block in blocks)
