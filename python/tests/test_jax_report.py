"""The report of the attach pass as values and as a table."""

import json

import pytest
from per.report import Report, SiteTable

SITE = {
    "index": 2,
    "location": "jit(step)/jvp(Net)/<lambda>/tanh",
    "type": "tensor<64x8x128xf32>",
    "samples": 512,
    "features": 128,
    "sample_dims": [0, 1],
    "family": "tanh",
    "status": "attached",
    "cotangent_location": "jit(step)/transpose(jvp(Net))/dot_general",
    "weight_known": True,
    "message": "",
}
OPEN = {**SITE, "index": 5, "weight_known": False, "message": "a loop over micro-batches"}
SKIPPED = {**SITE, "index": 0, "status": "no_gradient", "type": "tensor<bf16>"}


@pytest.fixture
def report():
    text = json.dumps(
        {
            "regularizer": "#per.l2",
            "contractions": 4,
            "contractions_without_site": 1,
            "not_understood": {"stablehlo.fft": 2},
            "sites": [SKIPPED, SITE, OPEN],
        }
    )
    return Report(text, ["a remark"], {5: 0.25})


def test_report(report):
    assert report.regularizer == "#per.l2"
    assert report.not_understood == {"stablehlo.fft": 2}
    assert (report.contractions, report.contractions_without_site) == (4, 1)
    assert [site.index for site in report.all_sites] == [0, 2, 5]
    assert [site.index for site in report.sites] == [2, 5]
    site = report.sites[0]
    assert (site.shape, site.samples, site.features) == ((64, 8, 128), 512, 128)
    assert report.all_sites[0].shape == ()
    assert [s.weight_text for s in report.sites] == ["known", "x 0.25 (measured)"]
    assert Report(report.json).sites[1].weight_text == "assumed"


def test_table(report):
    lines = repr(report.sites).splitlines()
    assert lines[0].split() == list(SiteTable._COLUMNS)
    cells = ["2", "jit(step)/jvp(Net)/<lambda>/tanh", "64x8x128", "512", "128", "tanh", "known"]
    assert lines[2].split() == cells
    # Columns stand under their names.
    assert lines[0].index("samples") == lines[2].index("512")
    assert repr(report).startswith("#per.l2: 2 of 3 sites attached")


def test_notebook_table_is_escaped(report):
    markup = report.sites._repr_html_()
    assert markup.count("<tr>") == 3
    assert "&lt;lambda&gt;" in markup and "<lambda>" not in markup


def test_sequence(report):
    assert report.sites[:1] == SiteTable([report.sites[0]])
    assert isinstance(report.sites[1:], SiteTable)
    assert repr(Report().sites).splitlines()[0].split() == list(SiteTable._COLUMNS)
